/**
 * Enrollment of factors: pending factors, proofs of sessions and outcomes. Start with
 * {@link io.verifytotp.keycloak.domain.enrollment.Enrollments}.
 */
@PublicApi
package io.verifytotp.keycloak.domain.enrollment;

import io.verifytotp.keycloak.PublicApi;
