package io.verifytotp.keycloak.setup.change;

import io.verifytotp.keycloak.setup.change.SetupRecord.Bound;
import io.verifytotp.keycloak.setup.change.SetupRecord.Copy;
import io.verifytotp.keycloak.setup.plan.FlowKind;
import io.verifytotp.keycloak.setup.plan.FlowPlan;
import io.verifytotp.keycloak.setup.plan.PostBrokerPlacement;
import io.verifytotp.keycloak.setup.plan.SetupGoal;
import io.verifytotp.keycloak.setup.plan.SetupMode;
import io.verifytotp.keycloak.setup.plan.SetupRefusal;
import java.util.Optional;
import org.keycloak.events.admin.OperationType;

/** Binds copies with our steps in place of the flows that are bound, and keeps the record of it. */
final class FlowBinder {
    private final FlowCopies copies;
    private final ChangeLog log;
    private final SetupGoal goal;
    private SetupRecord record;

    FlowBinder(FlowCopies copies, ChangeLog log, SetupGoal goal, SetupRecord record) {
        this.copies = copies;
        this.log = log;
        this.goal = goal;
        this.record = record;
    }

    SetupRecord record() {
        return record;
    }

    /** Binds a copy of the flow that is bound, unless one that does the same is bound already. */
    void bind(Binding binding) {
        Optional<String> bound = binding.bound();
        Optional<Copy> ours = bound.flatMap(record::copy);
        if (bound.isEmpty() && binding.kind() != FlowKind.POST_BROKER_LOGIN) {
            log.unchanged("No " + binding.title() + " is bound, so nothing was changed there");
        } else if (ours.filter(copy -> copy.goal().equals(goal.of(binding.kind())))
                .isPresent()) {
            log.unchanged("The " + binding.title() + " is '" + alias(bound) + "' already");
        } else if (ours.isPresent()) {
            requireReplaceable(binding, ours.get());
            replace(binding, bound, Optional.ofNullable(ours.get().original()));
        } else {
            replace(binding, bound, bound);
        }
    }

    private void requireReplaceable(Binding binding, Copy copy) {
        if (goal.mode().isEmpty() && copy.mode() != null) {
            throw SetupRefusal.because(
                    "The " + binding.title() + " asks " + copy.mode().word()
                            + " for a code at each login, and levels alone would not; give the mode "
                            + SetupMode.EVERYBODY.word() + " as well, or take the set-up back first");
        }
        if (!copies.isUnchanged(copy)) {
            throw SetupRefusal.because("The flow '" + copy.alias() + "' was set up otherwise and changed since;"
                    + " take the set-up back first, or bind another flow");
        }
    }

    private void replace(Binding binding, Optional<String> bound, Optional<String> original) {
        Optional<Copy> existing = copies.existing(original, binding.kind(), goal.of(binding.kind()), record);
        if (existing.isPresent()) {
            bindCopy(binding, bound, existing.get());
            return;
        }
        try {
            copy(binding, bound, original);
        } catch (SetupRefusal refusal) {
            throw refusal.of(original.flatMap(copies.reader()::alias)
                    .map(alias -> "'" + alias + "', the " + binding.title() + ",")
                    .orElse("The " + binding.title()));
        }
    }

    private void copy(Binding binding, Optional<String> bound, Optional<String> original) {
        FlowPlan plan = original.isEmpty() ? PostBrokerPlacement.empty() : read(binding, original.get());
        Optional<String> leave = goal.reasonToLeave(plan, binding.kind());
        if (leave.isPresent()) {
            log.unchanged("'" + plan.alias() + "', the " + binding.title() + ", " + leave.get());
            return;
        }
        Copy made = copies.make(original, plan, binding.kind(), goal.of(binding.kind()));
        record = record.with(made);
        bindCopy(binding, bound, made);
    }

    private FlowPlan read(Binding binding, String id) {
        return copies.reader()
                .read(id)
                .orElseThrow(() -> SetupRefusal.because(
                        "The " + binding.title() + " is a flow that does not exist; bind another one first"));
    }

    private void bindCopy(Binding binding, Optional<String> bound, Copy copy) {
        Optional<String> before = bound.filter(id -> record.copy(id).isPresent())
                .flatMap(id -> record.binding(binding.place()))
                .map(earlier -> Optional.ofNullable(earlier.before()))
                .orElse(bound);
        String old = bound.isPresent() ? " in place of '" + alias(bound) + "'" : "";
        copies.bind(binding, Optional.of(copy.id()));
        record = record.with(new Bound(binding.place(), before.orElse(null), copy.id()));
        log.add(
                OperationType.UPDATE,
                binding.resource(),
                binding.path(),
                "Bound '" + copy.alias() + "' as the " + binding.title() + old);
    }

    private String alias(Optional<String> id) {
        return id.flatMap(copies.reader()::alias).orElse("a flow that does not exist");
    }
}
