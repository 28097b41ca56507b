<#import "template.ftl" as layout>
<#import "verify-totp-fields.ftl" as fields>
<@layout.registrationLayout displayMessage=!messagesPerField.existsError("code"); section>
  <#if section = "header">
    ${msg("verifyTotpConfirmTitle")}
  <#elseif section = "show-username">
    <@fields.usernameLabel/>
  <#elseif section = "form">
    <@fields.resources/>
    <form id="verify-totp-confirm-form" class="${properties.kcFormClass!} verify-totp verify-totp-form" action="${url.loginAction}" method="post" novalidate>
      <#if confirm.open>
        <#-- Keycloak names some of its own clients by a message key. -->
        <p id="verify-totp-confirm-client">${msg("verifyTotpConfirmAsked", confirm.client?starts_with(r"${")?then(advancedMsg(confirm.client), confirm.client))}</p>
        <div id="verify-totp-operation" class="verify-totp-operation">
          <#if confirm.message??><p id="verify-totp-confirm-message" dir="auto">${confirm.message}</p></#if>
          <#if confirm.fields?has_content>
            <dl class="verify-totp-parameters">
              <#list confirm.fields as field>
                <div><dt><bdi>${field.label}</bdi></dt><dd><bdi>${field.value}</bdi></dd></div>
              </#list>
            </dl>
          </#if>
        </div>
        <p>${msg("verifyTotpConfirmCheck")}</p>
        <#if confirm.waiting><p id="verify-totp-confirm-wait">${msg("verifyTotpConfirmWait")}</p></#if>
        <@fields.input name="code" label=msg("verifyTotpCode") autocomplete="one-time-code" numeric=true
                       autofocus=messagesPerField.existsError("code")
                       hint=confirm.device?has_content?then(msg("verifyTotpCodeFrom", confirm.device), msg("verifyTotpCodeHint"))
                       described=[confirm.waiting?then("verify-totp-confirm-wait", ""), (confirm.serverTime??)?then("verify-totp-clock", "")]?join(" ")?trim/>
        <#if confirm.serverTime??><@fields.clock time=confirm.serverTime/></#if>
        <@fields.actions>
          <@fields.button id="verify-totp-confirm" label=msg("verifyTotpConfirm")/>
          <@fields.button id="verify-totp-decline" name="cancel-aia" value="true" label=msg("verifyTotpDecline") primary=false/>
        </@fields.actions>
      <#else>
        <p id="verify-totp-confirm-closed" role="alert">${msg("verifyTotpConfirmClosed")}</p>
        <@fields.actions>
          <@fields.button id="verify-totp-back" name="cancel-aia" value="true" label=msg("verifyTotpBack")/>
        </@fields.actions>
      </#if>
    </form>
  </#if>
</@layout.registrationLayout>
