package io.verifytotp.keycloak.setup.plan;

/** Kinds of flows, by the rule that puts our steps into them. */
public enum FlowKind {
    BROWSER,
    DIRECT_GRANT,
    RESET_CREDENTIALS,
    FIRST_BROKER_LOGIN,
    POST_BROKER_LOGIN;

    public Placement placement() {
        return switch (this) {
            case BROWSER -> new BrowserPlacement();
            case DIRECT_GRANT -> new DirectGrantPlacement();
            case RESET_CREDENTIALS -> new ResetPlacement();
            case FIRST_BROKER_LOGIN -> new FirstBrokerPlacement();
            case POST_BROKER_LOGIN -> new PostBrokerPlacement();
        };
    }
}
