<#import "template.ftl" as layout>
<#import "verify-totp-fields.ftl" as fields>
<#assign codeFailed = messagesPerField.existsError("code")>
<#assign labelFailed = messagesPerField.existsError("label")>
<@layout.registrationLayout displayRequiredFields=false displayMessage=!(codeFailed || labelFailed); section>
  <#if section = "header">
    ${msg("verifyTotpEnrollTitle")}
  <#elseif section = "form">
    <@fields.stylesheet/>
    <ol class="verify-totp-steps">
      <li>
        <p>${msg("verifyTotpStepApp")}</p>
      </li>
      <li>
        <p id="verify-totp-scan">${msg("verifyTotpStepScan")}</p>
        <svg id="verify-totp-qr" class="verify-totp-qr" role="img" aria-label="${msg("verifyTotpQrAlt", enroll.issuer)}"
             viewBox="0 0 ${enroll.qrCode.size?c} ${enroll.qrCode.size?c}" width="240" height="240" shape-rendering="crispEdges">
          <rect width="100%" height="100%" fill="#ffffff"/>
          <path fill="#000000" d="${enroll.qrCode.path}"/>
        </svg>
        <p><a id="verify-totp-link" href="${enroll.uri}">${msg("verifyTotpOpenApp")}</a></p>
        <details class="verify-totp-manual">
          <summary>${msg("verifyTotpManual")}</summary>
          <p>${msg("verifyTotpManualKey")}</p>
          <p><code id="verify-totp-key" class="verify-totp-key" dir="ltr" translate="no">${enroll.key}</code></p>
          <dl class="verify-totp-parameters">
            <div><dt>${msg("verifyTotpAccount")}</dt><dd>${enroll.account}</dd></div>
            <div><dt>${msg("verifyTotpType")}</dt><dd>${msg("verifyTotpTypeTime")}</dd></div>
            <div><dt>${msg("verifyTotpAlgorithm")}</dt><dd dir="ltr">${enroll.algorithm}</dd></div>
            <div><dt>${msg("verifyTotpDigits")}</dt><dd>${enroll.digits?c}</dd></div>
            <div><dt>${msg("verifyTotpPeriod")}</dt><dd>${msg("verifyTotpSeconds", enroll.period)}</dd></div>
          </dl>
        </details>
      </li>
      <li>
        <p>${msg("verifyTotpStepCode", enroll.digits)}</p>
      </li>
    </ol>

    <form id="verify-totp-enroll-form" class="${properties.kcFormClass!}" action="${url.loginAction}" method="post" novalidate>
      <@fields.input name="code" label=msg("verifyTotpCode") autocomplete="one-time-code" numeric=true autofocus=codeFailed/>
      <@fields.input name="label" label=msg(enroll.labelNeeded?then("verifyTotpLabelNeeded", "verifyTotpLabel")) value=enroll.label hint=msg("verifyTotpLabelHint")
                     autofocus=(labelFailed && !codeFailed)/>
      <@fields.checkbox name="logout-sessions" label=msg("verifyTotpLogoutSessions")/>
      <@fields.actions>
        <@fields.button id="verify-totp-submit" label=msg("verifyTotpEnrollSubmit")/>
        <#if (enroll.later)??>
          <p id="verify-totp-later-limits">
            <#if enroll.later.until??>${msg("verifyTotpLaterUntil", enroll.later.until)}</#if>
            <#if enroll.later.times??>${msg("verifyTotpLaterTimes", enroll.later.times)}</#if>
          </p>
          <@fields.button id="verify-totp-later" name="skip" value="true" label=msg("verifyTotpLater") primary=false/>
        </#if>
        <#if isAppInitiatedAction??>
          <@fields.button id="verify-totp-cancel" name="cancel-aia" value="true" label=msg("verifyTotpCancel") primary=false/>
        </#if>
      </@fields.actions>
    </form>
  </#if>
</@layout.registrationLayout>
