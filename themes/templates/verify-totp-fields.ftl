<#-- Form parts of our pages, in the markup of keycloak.v2 and of the themes before it. keycloak.v2 draws an input's
     border with a wrapper around it; older themes style the input itself. -->
<#assign wrapped = properties.kcFormGroupLabelClass??>

<#assign primaryButton = (properties.kcButtonClass!) + " " + (properties.kcButtonPrimaryClass!) + " " + (properties.kcButtonBlockClass!) + " " + (properties.kcButtonLargeClass!)>
<#assign secondaryButton = (properties.kcButtonClass!) + " " + (properties.kcButtonSecondaryClass!properties.kcButtonDefaultClass!) + " " + (properties.kcButtonBlockClass!) + " " + (properties.kcButtonLargeClass!)>

<#macro resources>
  <link rel="stylesheet" href="${url.resourcesPath}/css/verify-totp.css"/>
  <script src="${url.resourcesPath}/js/verify-totp.js" defer></script>
</#macro>

<#-- keycloak.v2 shows the user name in a field whose label names another field. This is the missing label, for assistive
     technology only. -->
<#macro usernameLabel>
  <#if wrapped>
    <label for="kc-attempted-username" class="verify-totp-unseen">${msg(realm.loginWithEmailAllowed?then(realm.registrationEmailAsUsername?then("email", "usernameOrEmail"), "username"))}</label>
  </#if>
</#macro>

<#-- The server's time, for users whose phone has a wrong clock. -->
<#macro clock time>
  <p id="verify-totp-clock" class="verify-totp-clock">${msg("verifyTotpClockHelp")} <time id="verify-totp-time" datetime="${time.machine}" dir="ltr">${time.text}</time></p>
</#macro>

<#-- A text input with its label, hint and error, each tied to the input for assistive technology. -->
<#macro input name label value="" hint="" autocomplete="off" numeric=false autofocus=false described="">
  <#local error = messagesPerField.get(name)>
  <#local failed = error?has_content>
  <#local describedBy = [(failed)?then("input-error-" + name, ""), (hint?has_content)?then("input-hint-" + name, ""), described]?join(" ")?trim>
  <div class="${properties.kcFormGroupClass!}">
    <div class="${wrapped?then(properties.kcFormGroupLabelClass!, properties.kcLabelWrapperClass!)}">
      <label for="${name}" class="${wrapped?then(properties.kcFormLabelClass!, properties.kcLabelClass!)}">
        <span class="${properties.kcFormLabelTextClass!}">${label}</span>
      </label>
    </div>
    <div class="${wrapped?then("", properties.kcInputWrapperClass!)}">
      <#if wrapped><span class="${properties.kcInputClass!} <#if failed>${properties.kcError!}</#if>"></#if>
        <input type="text" id="${name}" name="${name}" value="${value}" autocomplete="${autocomplete}"
               class="${wrapped?then("", properties.kcInputClass!)}"
               <#if numeric>inputmode="numeric" dir="ltr" spellcheck="false"</#if>
               <#if autofocus>autofocus</#if>
               <#if failed>aria-invalid="true"</#if>
               <#if describedBy?has_content>aria-describedby="${describedBy}"</#if>/>
        <#if wrapped && failed>
          <span class="${properties.kcFormControlUtilClass!}">
            <span class="${properties.kcInputErrorIconStatusClass!}">
              <i class="${properties.kcInputErrorIconClass!}" aria-hidden="true"></i>
            </span>
          </span>
        </#if>
      <#if wrapped></span></#if>
      <#if failed><@errorText name=name text=error/></#if>
      <#if hint?has_content>
        <div id="input-hint-${name}" class="${wrapped?then(properties.kcFormHelperTextClass!, properties.kcInputHelperTextAfterClass!)} verify-totp-hint">${hint}</div>
      </#if>
    </div>
  </div>
</#macro>

<#macro errorText name text>
  <div class="${properties.kcFormHelperTextClass!}" role="alert">
    <div class="${wrapped?then(properties.kcInputHelperTextClass!, "")}">
      <div class="${properties.kcInputHelperTextItemClass!} ${properties.kcError!}">
        <span id="input-error-${name}" class="${properties.kcInputErrorMessageClass!}">${text}</span>
      </div>
    </div>
  </div>
</#macro>

<#macro checkbox name label checked=false>
  <div class="${properties.kcFormGroupClass!}">
    <div class="${wrapped?then(properties.kcCheckboxClass!, "checkbox " + properties.kcInputWrapperClass!)}">
      <label for="${name}" class="${wrapped?then(properties.kcCheckboxClass!, "")}">
        <input type="checkbox" id="${name}" name="${name}" value="on" class="${properties.kcCheckboxInputClass!}" <#if checked>checked</#if>/>
        <span class="${properties.kcCheckboxLabelClass!}">${label}</span>
      </label>
    </div>
  </div>
</#macro>

<#macro actions>
  <div class="${properties.kcFormGroupClass!}">
    <div class="${wrapped?then(properties.kcFormActionGroupClass!, properties.kcFormButtonsClass!)}" id="kc-form-buttons">
      <#nested>
    </div>
  </div>
</#macro>

<#macro button id label name="" value="" primary=true described="">
  <button type="submit" id="${id}" <#if name?has_content>name="${name}" value="${value}" formnovalidate</#if> <#if described?has_content>aria-describedby="${described}"</#if>
          class="${primary?then(primaryButton, secondaryButton)}">${label}</button>
</#macro>
