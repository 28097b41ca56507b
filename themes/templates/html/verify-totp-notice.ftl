<#import "template.ftl" as layout>
<#-- In languages that run from right to left the messages keep names, times and addresses in their own direction. -->
<#assign what = credential?has_content?then(msg("verifyTotpCredential-" + credential), provider)>
<#assign from = address?has_content?then(address, msg("verifyTotpNoticeAddressUnknown"))>
<@layout.emailLayout>
<p>${msg("verifyTotpNotice-" + kind, realmName, what)}</p>
<p>${msg("verifyTotpNoticeWhen", when, from)}</p>
<p>${msg("verifyTotpNoticeAdvice-" + kind)}</p>
<p>${msg("verifyTotpNoticeContact")}</p>
</@layout.emailLayout>
