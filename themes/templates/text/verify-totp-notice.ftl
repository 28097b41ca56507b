<#ftl output_format="plainText">
<#-- In languages that run from right to left the messages keep names, times and addresses in their own direction. -->
<#assign what = credential?has_content?then(msg("verifyTotpCredential-" + credential), provider)>
<#assign from = address?has_content?then(address, msg("verifyTotpNoticeAddressUnknown"))>
${msg("verifyTotpNotice-" + kind, realmName, what)}

${msg("verifyTotpNoticeWhen", when, from)}

${msg("verifyTotpNoticeAdvice-" + kind)}

${msg("verifyTotpNoticeContact")}
