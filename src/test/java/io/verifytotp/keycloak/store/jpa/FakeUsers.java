package io.verifytotp.keycloak.store.jpa;

import io.verifytotp.keycloak.store.Fake;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.ModelDuplicateException;
import org.keycloak.models.SubjectCredentialManager;
import org.keycloak.models.UserModel;
import org.keycloak.storage.ReadOnlyException;

/** The credentials of Keycloak's users, as committed. Every user exists that is not said to be gone. */
public final class FakeUsers {
    private final Map<String, List<CredentialModel>> committed = new ConcurrentHashMap<>();
    private final Set<String> gone = ConcurrentHashMap.newKeySet();
    private volatile boolean failing;
    private volatile boolean readOnly;

    void remove(String id) {
        gone.add(id);
    }

    /** From now on no user's storage answers. */
    void fail() {
        failing = true;
    }

    /** From now on no user's storage takes a credential. */
    void refuseCredentials() {
        readOnly = true;
    }

    /** Puts a credential there that nobody has looked at. */
    void give(String user, CredentialModel credential) {
        Work work = begin();
        work.changed(user).add(credential);
        work.commit();
    }

    Work begin() {
        return new Work();
    }

    /** One transaction's view of the users. */
    final class Work {
        private final Map<String, List<CredentialModel>> changed = new HashMap<>();

        void commit() {
            committed.putAll(changed);
        }

        /** That user; {@code null} if it is gone, as in Keycloak. */
        UserModel user(String id) {
            if (failing) {
                throw new IllegalStateException("the directory does not answer");
            }
            return gone.contains(id)
                    ? null
                    : Fake.of(UserModel.class)
                            .giving("getId", id)
                            .giving("credentialManager", credentials(id))
                            .build();
        }

        private SubjectCredentialManager credentials(String user) {
            return Fake.of(SubjectCredentialManager.class)
                    .on("getStoredCredentialsByTypeStream", arguments -> ofType(user, (String) arguments[0]))
                    .on("getStoredCredentialsStream", arguments -> List.copyOf(read(user)).stream())
                    .on("moveStoredCredentialTo", arguments -> move(user, (String) arguments[0], (String) arguments[1]))
                    .on("createStoredCredential", arguments -> create(user, (CredentialModel) arguments[0]))
                    .on("updateStoredCredential", arguments -> update(user, (CredentialModel) arguments[0]))
                    .on("removeStoredCredentialById", arguments -> changed(user)
                            .removeIf(credential -> credential.getId().equals(arguments[0])))
                    .build();
        }

        private Stream<CredentialModel> ofType(String user, String type) {
            return List.copyOf(read(user)).stream()
                    .filter(credential -> credential.getType().equals(type));
        }

        private CredentialModel create(String user, CredentialModel credential) {
            if (readOnly) {
                throw new ReadOnlyException("the directory is read-only");
            }
            refuseTakenLabel(user, credential);
            changed(user).add(credential);
            return credential;
        }

        private boolean move(String user, String id, String before) {
            List<CredentialModel> all = changed(user);
            CredentialModel moved = all.stream()
                    .filter(credential -> credential.getId().equals(id))
                    .findFirst()
                    .orElseThrow();
            all.remove(moved);
            List<String> ids = all.stream().map(CredentialModel::getId).toList();
            all.add(ids.indexOf(before) + 1, moved);
            return true;
        }

        private CredentialModel update(String user, CredentialModel credential) {
            refuseTakenLabel(user, credential);
            changed(user).replaceAll(old -> old.getId().equals(credential.getId()) ? credential : old);
            return credential;
        }

        /** As JpaUserCredentialStore has it. */
        private void refuseTakenLabel(String user, CredentialModel credential) {
            String label = credential.getUserLabel();
            if (label != null
                    && read(user).stream()
                            .anyMatch(other -> other.getUserLabel() != null
                                    && other.getUserLabel().equalsIgnoreCase(label.trim())
                                    && other.getType().equals(credential.getType())
                                    && !other.getId().equals(credential.getId()))) {
                throw new ModelDuplicateException(
                        "Device already exists with the same name", CredentialModel.USER_LABEL);
            }
        }

        private List<CredentialModel> read(String user) {
            return changed.getOrDefault(user, committed.getOrDefault(user, List.of()));
        }

        List<CredentialModel> changed(String user) {
            return changed.computeIfAbsent(user, id -> new ArrayList<>(committed.getOrDefault(id, List.of())));
        }
    }
}
