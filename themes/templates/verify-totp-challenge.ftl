<#import "template.ftl" as layout>
<#import "verify-totp-fields.ftl" as fields>
<#assign proving = (challenge.proving)!false>
<@layout.registrationLayout displayMessage=!messagesPerField.existsError("code"); section>
  <#if section = "header">
    ${msg("verifyTotpChallengeTitle")}
  <#elseif section = "show-username">
    <@fields.usernameLabel/>
  <#elseif section = "form">
    <@fields.resources/>
    <form id="verify-totp-challenge-form" class="${properties.kcFormClass!} verify-totp verify-totp-form" action="${url.loginAction}" method="post" novalidate>
      <#if proving><p id="verify-totp-prove">${msg("verifyTotpProveFirst")}</p></#if>
      <#if challenge.factors?size gt 1>
        <fieldset class="verify-totp-factors">
          <legend class="${properties.kcFormLabelTextClass!}">${msg("verifyTotpChooseFactor")}</legend>
          <#list challenge.factors as factor>
            <div class="verify-totp-factor">
              <input type="radio" id="factor-${factor?index?c}" name="factor" value="${factor.id}" <#if factor.selected>checked</#if>/>
              <label for="factor-${factor?index?c}"><bdi>${factor.label?has_content?then(factor.label, msg("verifyTotpUnnamed"))}</bdi></label>
            </div>
          </#list>
        </fieldset>
      </#if>
      <#assign only = (challenge.factors?size == 1)?then(challenge.factors[0].label, "")>
      <@fields.input name="code" label=msg("verifyTotpCode") autocomplete="one-time-code" numeric=true autofocus=true
                     hint=only?has_content?then(msg("verifyTotpCodeFrom", only), msg("verifyTotpCodeHint"))
                     described=(challenge.serverTime??)?then("verify-totp-clock", "")/>
      <#if challenge.serverTime??><@fields.clock time=challenge.serverTime/></#if>
      <@fields.actions>
        <@fields.button id="kc-login" label=msg(proving?then("verifyTotpContinue", "verifyTotpSignIn"))/>
        <#if (challenge.cancellable)!false>
          <@fields.button id="verify-totp-cancel" name="cancel-aia" value="true" label=msg("verifyTotpCancel") primary=false/>
        </#if>
      </@fields.actions>
    </form>
  </#if>
</@layout.registrationLayout>
