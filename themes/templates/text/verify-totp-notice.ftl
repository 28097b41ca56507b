<#ftl output_format="plainText">
<#-- In a language that runs from right to left, names keep their own direction and addresses run from left to right. -->
<#function name text><#return ltr?then(text, "\x2068" + text + "\x2069")></#function>
<#function latin text><#return ltr?then(text, "\x2066" + text + "\x2069")></#function>
<#assign what = name(credential?has_content?then(msg("verifyTotpCredential-" + credential), provider))>
<#assign from = address?has_content?then(latin(address), msg("verifyTotpNoticeAddressUnknown"))>
${msg("verifyTotpNotice-" + kind, name(realmName), what)}

${msg("verifyTotpNoticeWhen", name(when), from)}

${msg("verifyTotpNoticeAdvice-" + kind)}

${msg("verifyTotpNoticeContact")}
