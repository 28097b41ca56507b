package io.verifytotp.keycloak;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a type that other extensions may use. Within a major version its public members stay; new ones may come. The
 * entry point is {@link io.verifytotp.keycloak.spi.VerifyProvider}. Every other type is internal, public or not.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface PublicApi {}
