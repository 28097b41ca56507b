package io.verifytotp.keycloak.domain.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.verifytotp.keycloak.totp.HashAlgorithm;
import io.verifytotp.keycloak.totp.TotpParameters;
import java.net.URI;
import java.time.Duration;
import java.util.AbstractMap;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceOptionsTest {
    private static final ServicePolicy DEFAULTS = new ServicePolicy(
            "Owl Bank",
            new TotpParameters(HashAlgorithm.SHA1, 6, Duration.ofSeconds(30)),
            1,
            Optional.empty(),
            1,
            new Budgets(5, 5, 100, 50, 100),
            Duration.ofMinutes(5),
            Duration.ofDays(30),
            Duration.ofHours(1),
            Grace.NONE,
            false,
            false,
            Set.of());

    @Nested
    class LeftUnset {
        @Test
        void haveTheDefaultsOfTheDesign() {
            assertThat(new ServiceOptions(Map.of()).policy("Owl Bank")).isEqualTo(DEFAULTS);
        }

        @Test
        void areThoseThatAreBlank() {
            Map<String, String> blank = new HashMap<>();
            Arrays.stream(ServiceOption.values()).forEach(option -> blank.put(option.key(), "  "));

            ServiceOptions options = new ServiceOptions(blank);

            assertThat(options.problems()).isEmpty();
            assertThat(options.policy("Owl Bank")).isEqualTo(DEFAULTS);
        }

        /** As a representation with {@code "skew": null} has it. */
        @Test
        void areThoseThatAreNull() {
            Map<String, String> values = new HashMap<>();
            values.put("skew", null);

            assertThat(new ServiceOptions(values).policy("Owl Bank")).isEqualTo(DEFAULTS);
        }

        @Test
        void haveNoProblem() {
            assertThat(new ServiceOptions(Map.of()).problems()).isEmpty();
            assertThat(new ServiceOptions(Map.of("unknownKey", "x")).problems()).isEmpty();
        }
    }

    @Nested
    class AllSet {
        private final Map<String, String> values = Map.ofEntries(
                Map.entry("issuer", "Owl & Co"),
                Map.entry("algorithm", "sha512"),
                Map.entry("codeLength", "8"),
                Map.entry("timeStep", " 60 "),
                Map.entry("skew", "2"),
                Map.entry("image", "https://x.org/owl.png"),
                Map.entry("maxFactors", "3"),
                Map.entry("attemptsPerChallenge", "4"),
                Map.entry("lockAfter", "7"),
                Map.entry("disableAfter", "20"),
                Map.entry("challengeLifetime", "120"),
                Map.entry("challengesPerHour", "10"),
                Map.entry("challengesPerDay", "20"),
                Map.entry("challengeRetention", "90"),
                Map.entry("pendingLifetime", "600"),
                Map.entry("notifyUsers", "off"),
                Map.entry("graceDays", "14"),
                Map.entry("graceSkips", "3"),
                Map.entry("recoveryCodes", "on"),
                Map.entry("adoptKeycloakOtp", "on"),
                Map.entry("confirmClients", " shop-web,shop app ,, shop-web"));

        @Test
        void coverEveryOption() {
            assertThat(values.keySet())
                    .containsExactlyInAnyOrderElementsOf(Arrays.stream(ServiceOption.values())
                            .map(ServiceOption::key)
                            .toList());
        }

        @Test
        void makeThePolicy() {
            assertThat(new ServiceOptions(values).policy("Owl Bank"))
                    .isEqualTo(new ServicePolicy(
                            "Owl & Co",
                            new TotpParameters(HashAlgorithm.SHA512, 8, Duration.ofMinutes(1)),
                            2,
                            Optional.of(URI.create("https://x.org/owl.png")),
                            3,
                            new Budgets(4, 7, 20, 10, 20),
                            Duration.ofMinutes(2),
                            Duration.ofDays(90),
                            Duration.ofMinutes(10),
                            new Grace(14, 3),
                            true,
                            true,
                            Set.of("shop-web", "shop app")));
        }
    }

    @Nested
    class ReadOften {
        private final Map<Object, Integer> reads = new HashMap<>();

        @Test
        void lookEachValueUpOnce() {
            ServiceOptions options = new ServiceOptions(counting(new AllSet().values));

            assertThat(options.problems()).isEmpty();
            assertThat(options.withDefaultsForProblems().policy("Owl Bank")).isEqualTo(options.policy("Owl Bank"));
            assertThat(options.notifiesUsers()).isFalse();
            assertThat(options.set()).hasSameSizeAs(ServiceOption.values());

            assertThat(reads).hasSameSizeAs(ServiceOption.values()).allSatisfy((key, count) -> assertThat(count)
                    .isEqualTo(1));
        }

        private Map<String, String> counting(Map<String, String> values) {
            return new AbstractMap<>() {
                @Override
                public String get(Object key) {
                    reads.merge(key, 1, Integer::sum);
                    return values.get(key);
                }

                @Override
                public Set<Map.Entry<String, String>> entrySet() {
                    throw new AssertionError("reads all values at once");
                }
            };
        }
    }

    @Nested
    class WithProblems {
        private final ServiceOptions options = new ServiceOptions(
                Map.of("skew", "3", "codeLength", "5", "algorithm", "md5", "maxFactors", "3", "issuer", "Owl"));

        @Test
        void areListedInTheOrderOfTheForm() {
            assertThat(options.problems())
                    .containsExactly(
                            new ServiceOptions.Problem(
                                    ServiceOption.ALGORITHM, "Algorithm must be one of sha1, sha256, sha512."),
                            new ServiceOptions.Problem(
                                    ServiceOption.CODE_LENGTH, "Code length must be a whole number from 6 to 8."),
                            new ServiceOptions.Problem(
                                    ServiceOption.SKEW, "Skew (time steps) must be a whole number from 0 to 2."));
        }

        @Test
        void makeNoPolicy() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> options.policy("Owl Bank"))
                    .withMessage("Algorithm must be one of sha1, sha256, sha512.");
        }

        @Test
        void haveDefaultsInTheirPlace() {
            ServiceOptions usable = options.withDefaultsForProblems();

            assertThat(usable.problems()).isEmpty();
            assertThat(usable.policy("Owl Bank"))
                    .isEqualTo(new ServiceOptions(Map.of("maxFactors", "3", "issuer", "Owl")).policy("Owl Bank"));
        }
    }

    @Nested
    class WithBlanksAround {
        @Test
        void meanWhatTheyMeanWithout() {
            Map<String, String> padded = new HashMap<>();
            new AllSet().values.forEach((key, value) -> padded.put(key, " \t" + value + " "));

            ServiceOptions options = new ServiceOptions(padded);

            assertThat(options.problems()).isEmpty();
            assertThat(options.policy("Owl Bank"))
                    .isEqualTo(new ServiceOptions(new AllSet().values).policy("Owl Bank"));
            assertThat(options.notifiesUsers()).isFalse();
        }
    }

    @Nested
    class ForNotices {
        @Test
        void areOnUnlessSwitchedOff() {
            assertThat(new ServiceOptions(Map.of()).notifiesUsers()).isTrue();
            assertThat(new ServiceOptions(Map.of("notifyUsers", "on")).notifiesUsers())
                    .isTrue();
            assertThat(new ServiceOptions(Map.of("notifyUsers", " off ")).notifiesUsers())
                    .isFalse();
        }
    }

    @Nested
    class WithFewerChallengesADayThanAnHour {
        private final ServiceOptions options =
                new ServiceOptions(Map.of("challengesPerHour", "60", "challengesPerDay", "20"));

        @Test
        void areAProblemOfTheDay() {
            assertThat(options.problems())
                    .containsExactly(new ServiceOptions.Problem(
                            ServiceOption.CHALLENGES_PER_DAY,
                            "Challenges per day must be at least Challenges per hour, which is 60."));
            assertThatIllegalArgumentException().isThrownBy(() -> options.policy("Owl Bank"));
        }

        @Test
        void areAProblemWithTheDefaultOfTheHour() {
            assertThat(new ServiceOptions(Map.of("challengesPerDay", "49")).problems())
                    .extracting(ServiceOptions.Problem::message)
                    .containsExactly("Challenges per day must be at least Challenges per hour, which is 50.");
            assertThat(new ServiceOptions(Map.of("challengesPerDay", "50")).problems())
                    .isEmpty();
        }

        @Test
        void countAsTheStricterWhereTheyWereStored() {
            Budgets budgets =
                    options.withDefaultsForProblems().policy("Owl Bank").budgets();

            assertThat(budgets).isEqualTo(new Budgets(5, 5, 100, 20, 20));
        }

        @Test
        void areNotComparedWhereOneIsNoNumber() {
            ServiceOptions broken = new ServiceOptions(Map.of("challengesPerHour", "many", "challengesPerDay", "20"));

            assertThat(broken.problems())
                    .extracting(ServiceOptions.Problem::option)
                    .containsExactly(ServiceOption.CHALLENGES_PER_HOUR);
            assertThat(broken.withDefaultsForProblems().policy("Owl Bank").budgets())
                    .isEqualTo(new Budgets(5, 5, 100, 20, 20));
        }
    }

    @Nested
    class InPlaceOfWrongOnes {
        @Test
        void areTheDefaults() {
            ServiceOptions usable =
                    of("codeLength", "99", "lockAfter", "abc", "notifyUsers", "no", "max_auth_age", "x");

            assertThat(usable.set())
                    .containsOnly(
                            Map.entry("codeLength", "6"), Map.entry("lockAfter", "5"), Map.entry("notifyUsers", "on"));
        }

        @Test
        void isNothingWhereAnOptionMayBeUnset() {
            assertThat(of("issuer", "a:b", "image", "ftp://x").set()).isEmpty();
        }

        /** One limit without the other would be a longer period than was meant. */
        @ParameterizedTest
        @CsvSource({"30,three", "thirty,3", "-1,3"})
        void isNoGraceAtAll(String days, String skips) {
            ServiceOptions usable = of("graceDays", days, "graceSkips", skips);

            assertThat(usable.policy("Owl").grace()).isEqualTo(Grace.NONE);
            assertThat(usable.set()).containsOnly(Map.entry("graceDays", "0"), Map.entry("graceSkips", "0"));
        }

        /** Records that are deleted too early are lost. */
        @Test
        void isTheLongestRetention() {
            assertThat(of("challengeRetention", "9999").policy("Owl").challengeRetention())
                    .hasDays(3650);
        }

        @Test
        void isNothingElse() {
            ServiceOptions right = new ServiceOptions(Map.of("graceDays", "30", "skew", " 2 "));

            assertThat(right.withDefaultsForProblems()).isSameAs(right);
        }

        @Test
        void areTakenThemselvesForEveryOption() {
            for (ServiceOption option : ServiceOption.values()) {
                assertThat(of(option.key(), "-1:").problems()).isEmpty();
            }
        }

        private static ServiceOptions of(String... keysAndValues) {
            Map<String, String> values = new HashMap<>();
            for (int i = 0; i < keysAndValues.length; i += 2) {
                values.put(keysAndValues[i], keysAndValues[i + 1]);
            }
            return new ServiceOptions(values).withDefaultsForProblems();
        }
    }

    @Nested
    class OfTheApi {
        @ParameterizedTest
        @ValueSource(strings = {"3", "4", "5", "6", "8"})
        void mayHaveCodesFromThreeDigitsOn(String digits) {
            ServiceOptions options = new ServiceOptions(Map.of("codeLength", digits), ServiceOptions.Ranges.API);

            assertThat(options.problems()).isEmpty();
            assertThat(options.policy("Owl Bank").parameters().digits()).isEqualTo(Integer.parseInt(digits));
            assertThat(options.withDefaultsForProblems().policy("Owl Bank")).isEqualTo(options.policy("Owl Bank"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"2", "9", "six"})
        void mayNotHaveOthers(String digits) {
            ServiceOptions options = new ServiceOptions(Map.of("codeLength", digits), ServiceOptions.Ranges.API);

            assertThat(options.problems())
                    .containsExactly(new ServiceOptions.Problem(
                            ServiceOption.CODE_LENGTH, "Code length must be a whole number from 3 to 8."));
            assertThat(options.withDefaultsForProblems().policy("Owl Bank")).isEqualTo(DEFAULTS);
        }

        @Test
        void areOtherwiseThoseOfTheConsole() {
            Map<String, String> wrong = new HashMap<>();
            Arrays.stream(ServiceOption.values()).forEach(option -> wrong.put(option.key(), "-1:\u0007."));

            List<ServiceOptions.Problem> problems = new ServiceOptions(wrong, ServiceOptions.Ranges.API).problems();

            assertThat(problems).hasSameSizeAs(ServiceOption.values());
            assertThat(problems)
                    .filteredOn(problem -> problem.option() != ServiceOption.CODE_LENGTH)
                    .isSubsetOf(new ServiceOptions(wrong).problems());
        }
    }
}
