<#import "template.ftl" as layout>
<@layout.registrationLayout; section>
  <#if section = "header">
    ${msg("verifyTotpChallengeTitle")}
  <#elseif section = "form">
    <form action="${url.loginAction}" method="post">
      <label>The owl's number <input name="code"></label>
      <button>Fly</button>
    </form>
  </#if>
</@layout.registrationLayout>
