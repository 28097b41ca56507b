package io.verifytotp.keycloak.it.support.browser;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** On a {@link Browser} parameter: what differs from {@link BrowserOptions#DESKTOP}. */
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
public @interface WithBrowser {
    /** A phone's screen instead of a desktop's. */
    boolean phone() default false;

    boolean dark() default false;

    boolean javaScript() default true;

    /** A language tag. */
    String language() default "en";
}
