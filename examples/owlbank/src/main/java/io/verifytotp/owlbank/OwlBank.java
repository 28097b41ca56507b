package io.verifytotp.owlbank;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** A bank whose customers log in, confirm transfers and get new passwords with one authenticator app. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class OwlBank {
    public static void main(String[] arguments) {
        SpringApplication.run(OwlBank.class, arguments);
    }
}
