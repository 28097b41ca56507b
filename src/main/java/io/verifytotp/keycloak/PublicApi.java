package io.verifytotp.keycloak;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a type that other extensions may use; on a package, all its public types but interfaces, which are marked one
 * by one. Within a major version the public members of these types stay; new ones may come. The entry point is
 * {@link io.verifytotp.keycloak.spi.VerifyProvider}. Every other type is internal, public or not.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.TYPE, ElementType.PACKAGE})
public @interface PublicApi {}
