<#ftl output_format="plainText">
${msg("verifyTotpNotice-" + kind, realmName)}

${msg("verifyTotpNoticeWhen", when, address)}

${msg("verifyTotpNoticeAdvice-" + kind)}

${msg("verifyTotpNoticeContact")}
