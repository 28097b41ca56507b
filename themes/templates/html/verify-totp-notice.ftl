<#import "template.ftl" as layout>
<@layout.emailLayout>
<p>${msg("verifyTotpNotice-" + kind, realmName)}</p>
<p>${msg("verifyTotpNoticeWhen", when, address)}</p>
<p>${msg("verifyTotpNoticeAdvice-" + kind)}</p>
<p>${msg("verifyTotpNoticeContact")}</p>
</@layout.emailLayout>
