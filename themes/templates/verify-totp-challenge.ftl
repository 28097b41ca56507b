<#import "template.ftl" as layout>
<#import "verify-totp-fields.ftl" as fields>
<@layout.registrationLayout displayMessage=!messagesPerField.existsError("code"); section>
  <#if section = "header">
    ${msg("verifyTotpChallengeTitle")}
  <#elseif section = "form">
    <@fields.stylesheet/>
    <form id="verify-totp-challenge-form" class="${properties.kcFormClass!}" action="${url.loginAction}" method="post" novalidate>
      <#if (challenge.proving)!false>
        <p id="verify-totp-prove">${msg("verifyTotpProveFirst")}</p>
      </#if>
      <#if challenge.factors?size gt 1>
        <fieldset class="verify-totp-factors">
          <legend class="${properties.kcFormLabelTextClass!}">${msg("verifyTotpChooseFactor")}</legend>
          <#list challenge.factors as factor>
            <div class="verify-totp-factor">
              <input type="radio" id="factor-${factor?index?c}" name="factor" value="${factor.id}" <#if factor.selected>checked</#if>/>
              <label for="factor-${factor?index?c}">${factor.label?has_content?then(factor.label, msg("verifyTotpUnnamed"))}</label>
            </div>
          </#list>
        </fieldset>
      </#if>
      <#assign only = (challenge.factors?size == 1)?then(challenge.factors[0].label, "")>
      <@fields.input name="code" label=msg("verifyTotpCode") autocomplete="one-time-code" numeric=true autofocus=true
                     hint=only?has_content?then(msg("verifyTotpCodeFrom", only), msg("verifyTotpCodeHint"))/>
      <@fields.actions>
        <@fields.button id="kc-login" label=msg(((challenge.proving)!false)?then("verifyTotpContinue", "verifyTotpSignIn"))/>
        <#if (challenge.proving)!false && isAppInitiatedAction??>
          <@fields.button id="verify-totp-cancel" name="cancel-aia" value="true" label=msg("verifyTotpCancel") primary=false/>
        </#if>
      </@fields.actions>
    </form>
  </#if>
</@layout.registrationLayout>
