/**
 * Enrollment of a factor: who may do it, what a session has proved, and how it can end. Start with
 * {@link io.verifytotp.keycloak.domain.enrollment.Enrollments}.
 */
package io.verifytotp.keycloak.domain.enrollment;
