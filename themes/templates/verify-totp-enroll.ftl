<#import "template.ftl" as layout>
<#import "verify-totp-fields.ftl" as fields>
<#assign codeFailed = messagesPerField.existsError("code")>
<#assign labelFailed = messagesPerField.existsError("label")>
<@layout.registrationLayout displayRequiredFields=false displayMessage=!(codeFailed || labelFailed); section>
  <#if section = "header">
    ${msg("verifyTotpEnrollTitle")}
  <#elseif section = "show-username">
    <@fields.usernameLabel/>
  <#elseif section = "form">
    <@fields.resources/>
    <form id="verify-totp-enroll-form" class="verify-totp" action="${url.loginAction}" method="post" novalidate>
      <#if enroll.replacing><p id="verify-totp-replaces">${msg("verifyTotpReplaces")}</p></#if>
      <ol class="verify-totp-steps">
        <li>
          <h2>${msg(enroll.onHandheld?then("verifyTotpStepAppHere", "verifyTotpStepApp"))}</h2>
          <#if enroll.apps?has_content><p>${msg("verifyTotpApps", enroll.apps?join(", "))}</p></#if>
        </li>
        <li>
          <#if enroll.onHandheld>
            <h2>${msg("verifyTotpStepAdd")}</h2>
            <p><a id="verify-totp-link" class="${fields.secondaryButton}" href="${enroll.uri}">${msg("verifyTotpOpenApp")}</a></p>
            <p>${msg("verifyTotpScanElsewhere")}</p>
            <@qrCode/>
          <#else>
            <h2>${msg("verifyTotpStepScan")}</h2>
            <@qrCode/>
            <p><a id="verify-totp-link" class="verify-totp-link" href="${enroll.uri}">${msg("verifyTotpOpenApp")}</a></p>
          </#if>
          <@key/>
        </li>
        <li>
          <h2>${msg("verifyTotpStepCode", enroll.digits)}</h2>
          <div class="${properties.kcFormClass!} verify-totp-form">
            <@fields.input name="code" label=msg("verifyTotpCode") autocomplete="one-time-code" numeric=true autofocus=codeFailed
                           described=(enroll.serverTime??)?then("verify-totp-clock", "")/>
            <#if enroll.serverTime??><@fields.clock time=enroll.serverTime/></#if>
            <@fields.input name="label" label=msg(enroll.labelNeeded?then("verifyTotpLabelNeeded", "verifyTotpLabel"))
                           value=enroll.label(msg("verifyTotpLabelSuggested")) hint=msg("verifyTotpLabelHint")
                           autofocus=(labelFailed && !codeFailed)/>
          </div>
        </li>
      </ol>
      <div class="${properties.kcFormClass!} verify-totp-form">
        <@fields.checkbox name="logout-sessions" label=msg("verifyTotpLogoutSessions") checked=enroll.logOutOthers/>
        <@fields.actions>
          <@fields.button id="verify-totp-submit" label=msg("verifyTotpEnrollSubmit")/>
          <#if (enroll.later)??>
            <@fields.button id="verify-totp-later" name="skip" value="true" label=msg("verifyTotpLater") primary=false described="verify-totp-later-limits"/>
          </#if>
          <#if isAppInitiatedAction??>
            <@fields.button id="verify-totp-cancel" name="cancel-aia" value="true" label=msg("verifyTotpCancel") primary=false/>
          </#if>
        </@fields.actions>
        <#if (enroll.later)??>
          <div id="verify-totp-later-limits" class="verify-totp-hint">
            <#if enroll.later.until??><p>${msg("verifyTotpLaterUntil", enroll.later.until)}</p></#if>
            <#if enroll.later.times??><p>${enroll.later.times}</p></#if>
          </div>
        </#if>
      </div>
    </form>
  </#if>
</@layout.registrationLayout>

<#macro qrCode>
  <svg id="verify-totp-qr" class="verify-totp-qr" role="img" aria-label="${msg("verifyTotpQrAlt", enroll.issuer)}"
       viewBox="0 0 ${enroll.qrCode.size?c} ${enroll.qrCode.size?c}" width="288" height="288" shape-rendering="crispEdges">
    <rect width="100%" height="100%" fill="#ffffff"/>
    <path fill="#000000" d="${enroll.qrCode.path}"/>
  </svg>
</#macro>

<#macro key>
  <details class="verify-totp-manual">
    <summary>${msg("verifyTotpManual")}</summary>
    <p>${msg("verifyTotpManualKey")}</p>
    <p><code id="verify-totp-key" class="verify-totp-key" dir="ltr" translate="no">${enroll.key}</code></p>
    <#-- The script shows the button if the browser can copy. -->
    <p>
      <button type="button" id="verify-totp-copy" class="${fields.secondaryButton}" data-copies="verify-totp-key"
              data-tells="verify-totp-copied" data-text="${msg("verifyTotpKeyCopied")}" hidden>${msg("verifyTotpCopyKey")}</button>
      <span id="verify-totp-copied" role="status"></span>
    </p>
    <dl class="verify-totp-parameters">
      <div><dt>${msg("verifyTotpAccount")}</dt><dd><bdi>${enroll.account}</bdi></dd></div>
      <div><dt>${msg("verifyTotpType")}</dt><dd>${msg("verifyTotpTypeTime")}</dd></div>
      <div><dt>${msg("verifyTotpAlgorithm")}</dt><dd><bdi>${enroll.algorithm}</bdi></dd></div>
      <div><dt>${msg("verifyTotpDigits")}</dt><dd><#-- in the digits of the other texts -->${msg("{0}", enroll.digits)}</dd></div>
      <div><dt>${msg("verifyTotpPeriod")}</dt><dd>${msg("verifyTotpSeconds", enroll.period)}</dd></div>
    </dl>
  </details>
</#macro>
