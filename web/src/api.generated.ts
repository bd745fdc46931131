// Made from the API's own schemas by `npm run api`. Do not edit.
export interface paths {
    "/api/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This document */
        get: operations["readOpenApi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who acts, and how this hub is spoken to from a terminal */
        get: operations["readSession"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tenants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The tenants of this hub, oldest first */
        get: operations["listTenants"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tenants/{tenant}/connections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The sources this tenant uses, never their credentials */
        get: operations["listConnections"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tenants/{tenant}/connections/{name}/writes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Stops or allows all writing over a connection, at once */
        post: operations["switchWrites"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tenants/{tenant}/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The runs of every stream, newest first, each with what became of the records it read */
        get: operations["listRuns"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tenants/{tenant}/streams": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every stream with its newest run, however long ago that was */
        get: operations["listStreams"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tenants/{tenant}/quarantine": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Records that did not fit, newest first: where they came from and why, never the record itself */
        get: operations["listQuarantine"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tenants/{tenant}/findings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the pipelines found, newest first: each sentence with its verdict and the evidence it rests on */
        get: operations["listFindings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tenants/{tenant}/findings/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One finding, also one that holds no more */
        get: operations["readFinding"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tenants/{tenant}/cases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What waits for a person, or was decided, by when it is due */
        get: operations["listCases"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tenants/{tenant}/cases/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One case, whatever became of it, with what was decided on it and the finding it is about; null where it is about none */
        get: operations["readCase"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tenants/{tenant}/cases/{id}/decisions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Decides a case, with a reason; what follows is planned in the same transaction */
        post: operations["decideCase"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tenants/{tenant}/outbox": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Approved changes on their way to the sources, in the order they were planned */
        get: operations["listMessages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tenants/{tenant}/outbox/{id}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Reads what the source holds now and keeps it as the base the change is judged on */
        post: operations["previewMessage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tenants/{tenant}/outbox/approvals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Approves messages as somebody has seen them: all of them or none; refused where one is no longer as it was seen */
        post: operations["approveMessages"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tenants/{tenant}/outbox/{id}/settlements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What a person says of a message that came to no end by itself, with a reason: cancel it, judge a conflict anew, send a parked one again, plan a rejected or a cancelled one as a new message */
        post: operations["settleMessage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tenants/{tenant}/outbox/{id}/standing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Reads what stands at the source where it is not what a message wanted, so that a person can accept it; nothing is written down */
        post: operations["lookAtStanding"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tenants/{tenant}/outbox/{id}/acceptances": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Accepts what stands at the source in the place of what a message wanted, as somebody has seen it, with a reason; refused where something else stands there by now. A conflict is cancelled by it, and reconciliation compares what was ever sent with what was accepted */
        post: operations["acceptStanding"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tenants/{tenant}/reconciliation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The newest report, its rows page by page; null before the first */
        get: operations["readReconciliation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tenants/{tenant}/reconciliation/run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Compares every write with its source again, and chains the report to the one before; answers with its first page */
        post: operations["runReconciliation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Error: {
            error: {
                message: string;
            };
        };
        Tenant: {
            slug: string;
            organisation: string;
            /** @enum {string} */
            environment: "production" | "sandbox";
        };
        Connection: {
            /** Format: uuid */
            id: string;
            name: string;
            connector: string;
            /** @enum {string} */
            writes: "on" | "stopped";
        };
        StreamRun: {
            connection: string;
            stream: string;
            /** @enum {string} */
            state: "running" | "ok" | "suspect" | "failed";
            read: number;
            landed: number;
            unchanged: number;
            quarantined: number;
            duplicate: number;
            notes: string[];
            /** Format: uuid */
            runId: string;
            /** Format: date-time */
            startedAt: string;
            endedAt: string | null;
            /** Format: uuid */
            traceId: string;
        };
        Quarantined: {
            /** Format: uuid */
            id: string;
            connection: string;
            stream: string;
            key: string;
            reasonCode: string;
            path: string;
            reason: string;
            /** Format: date-time */
            quarantinedAt: string;
        };
        Finding: {
            /** Format: uuid */
            id: string;
            pipeline: string;
            kind: string;
            cycle: string;
            subject: string | null;
            confidence: number;
            engine: string;
            policyVersion: number;
            /** Format: uuid */
            traceId: string;
            /** Format: date-time */
            createdAt: string;
            supersededAt: string | null;
            supersededBy: string | null;
            body: {
                title: string;
                sentences: {
                    text: string;
                    /** @enum {string} */
                    verdict: "supported" | "partly" | "contradicted" | "unsupported" | "opinion";
                    reason?: string;
                    evidence: ({
                        /** Format: uuid */
                        id: string;
                        version: number;
                    } | {
                        /** Format: uuid */
                        release: string;
                    })[];
                }[];
                /** @default {} */
                facts: {
                    [key: string]: string | number;
                };
            };
        };
        Case: {
            /** Format: uuid */
            id: string;
            kind: string;
            subject: string;
            findingId: string | null;
            role: string;
            /** @enum {string} */
            state: "open" | "decided" | "superseded";
            /** Format: date-time */
            dueAt: string;
            /** Format: date-time */
            openedAt: string;
            title: string;
            about: string | null;
            cycle: string | null;
            saying: {
                text: string;
                /** @enum {string} */
                verdict: "supported" | "partly" | "contradicted" | "unsupported" | "opinion";
            } | null;
            decidedBefore: {
                /** Format: uuid */
                caseId: string;
                /** @enum {string} */
                decision: "approve" | "edit" | "reject" | "override" | "return";
                reasonCode: string;
                edited: {
                    [key: string]: unknown;
                } | null;
                /** Format: date-time */
                decidedAt: string;
            } | null;
            writesTo: string | null;
        };
        DecisionTaken: {
            /** @enum {string} */
            decision: "approve" | "edit" | "reject" | "override" | "return";
            by: string;
            reasonCode: string;
            reason: string;
            edited: {
                [key: string]: unknown;
            } | null;
            /** Format: date-time */
            decidedAt: string;
        };
        Message: {
            /** Format: uuid */
            id: string;
            connection: string;
            operation: string;
            entity: string;
            about: string | null;
            /** Format: uuid */
            caseId: string;
            /** @enum {string} */
            state: "planned" | "approved" | "sent" | "acknowledged" | "unknown" | "conflict" | "parked" | "verified" | "rejected" | "superseded" | "cancelled";
            fence: number;
            reason: string | null;
            reference: string | null;
            timesSent: number;
            takenUp: boolean;
            approvedBy: string | null;
            previewedAt: string | null;
            /** Format: date-time */
            changedAt: string;
            /** Format: uuid */
            traceId: string;
            base: {
                [key: string]: unknown;
            } | null;
            change: unknown;
            baseHash: string | null;
            intentHash: string;
        };
        FieldDifference: {
            field: string;
            now: unknown;
            then: unknown;
        };
        SeenMessage: {
            /** Format: uuid */
            id: string;
            baseHash: string;
            intentHash: string;
        };
        StandingField: {
            field: string;
            held: unknown;
            wanted: unknown;
        };
        ReconciliationReport: {
            /** Format: uuid */
            id: string;
            /** Format: date-time */
            madeAt: string;
            totals: {
                total: number;
                matched: number;
                missing: number;
                drifted: number;
                duplicate: number;
                unexpected: number;
                unverifiable: number;
            };
            accounts: {
                decisions: {
                    total: number;
                    planned: number;
                    unplanned: number;
                    rejected: number;
                    returned: number;
                    contradicted: number;
                };
                messages: {
                    total: number;
                    compared: number;
                    replaced: number;
                    waiting: number;
                    conflict: number;
                    refused: number;
                    calledOff: number;
                    underway: number;
                };
            };
            hash: string;
            previousHash: string | null;
            rows: {
                connection: string;
                operation: string;
                messageId: string | null;
                entity: string | null;
                about: string | null;
                reference: string | null;
                /** @enum {string} */
                status: "matched" | "missing" | "drifted" | "duplicate" | "unexpected" | "unverifiable";
                reason: string;
            }[];
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    readOpenApi: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description This document */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        openapi: "3.1.0";
                    } & {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description what went wrong, in one sentence */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    readSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Who acts, and how this hub is spoken to from a terminal */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        actor: {
                            /** @enum {string} */
                            kind: "person" | "service" | "policy" | "demo" | "system";
                            id: string;
                        };
                        /** @description what is typed before each command for it to reach this very hub */
                        typedFirst: string;
                    };
                };
            };
            /** @description what went wrong, in one sentence */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listTenants: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The tenants of this hub, oldest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        tenants: components["schemas"]["Tenant"][];
                    };
                };
            };
            /** @description what went wrong, in one sentence */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listConnections: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tenant: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The sources this tenant uses, never their credentials */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        connections: components["schemas"]["Connection"][];
                    };
                };
            };
            /** @description what went wrong, in one sentence */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    switchWrites: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tenant: string;
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    writes: "on" | "stopped";
                };
            };
        };
        responses: {
            /** @description Stops or allows all writing over a connection, at once */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        writes: "on" | "stopped";
                    };
                };
            };
            /** @description what went wrong, in one sentence */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listRuns: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                state?: "running" | "ok" | "suspect" | "failed";
            };
            header?: never;
            path: {
                tenant: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The runs of every stream, newest first, each with what became of the records it read */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        runs: components["schemas"]["StreamRun"][];
                        counts: {
                            /** @enum {string} */
                            state: "running" | "ok" | "suspect" | "failed";
                            count: number;
                        }[];
                        next: string | null;
                    };
                };
            };
            /** @description what went wrong, in one sentence */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listStreams: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tenant: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every stream with its newest run, however long ago that was */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        streams: components["schemas"]["StreamRun"][];
                    };
                };
            };
            /** @description what went wrong, in one sentence */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listQuarantine: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path: {
                tenant: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Records that did not fit, newest first: where they came from and why, never the record itself */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        quarantined: components["schemas"]["Quarantined"][];
                        counts: {
                            connection: string;
                            stream: string;
                            count: number;
                        }[];
                        next: string | null;
                    };
                };
            };
            /** @description what went wrong, in one sentence */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listFindings: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                kind?: string;
                holds?: "yes" | "no";
            };
            header?: never;
            path: {
                tenant: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What the pipelines found, newest first: each sentence with its verdict and the evidence it rests on */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        findings: components["schemas"]["Finding"][];
                        counts: {
                            kind: string;
                            /** @enum {string} */
                            holds: "yes" | "no";
                            count: number;
                        }[];
                        next: string | null;
                    };
                };
            };
            /** @description what went wrong, in one sentence */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    readFinding: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tenant: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One finding, also one that holds no more */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        finding: components["schemas"]["Finding"];
                    };
                };
            };
            /** @description what went wrong, in one sentence */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listCases: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                state?: "open" | "decided" | "superseded";
                kind?: string;
            };
            header?: never;
            path: {
                tenant: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What waits for a person, or was decided, by when it is due */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        cases: components["schemas"]["Case"][];
                        counts: {
                            kind: string;
                            /** @enum {string} */
                            state: "open" | "decided" | "superseded";
                            count: number;
                        }[];
                        next: string | null;
                    };
                };
            };
            /** @description what went wrong, in one sentence */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    readCase: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tenant: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One case, whatever became of it, with what was decided on it and the finding it is about; null where it is about none */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        case: components["schemas"]["Case"];
                        finding: components["schemas"]["Finding"] | null;
                        /** @description of an open case about a review: the rating as it was when that was found, and as it is now; null of any other */
                        rating: {
                            found: number | null;
                            now: number | null;
                        } | null;
                        /** @description oldest first; a case that was returned has one more */
                        decisions: components["schemas"]["DecisionTaken"][];
                    };
                };
            };
            /** @description what went wrong, in one sentence */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    decideCase: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tenant: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    decision: "approve" | "edit" | "reject" | "override" | "return";
                    reasonCode: string;
                    reason: string;
                    edited?: {
                        [key: string]: unknown;
                    };
                    /**
                     * @description the evidence that was on the screen; kept with the decision
                     * @default []
                     */
                    shown?: ({
                        /** Format: uuid */
                        id: string;
                        version: number;
                    } | {
                        /** Format: uuid */
                        release: string;
                    })[];
                };
            };
        };
        responses: {
            /** @description Decides a case, with a reason; what follows is planned in the same transaction */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        decisionId: string;
                        /** Format: uuid */
                        caseId: string;
                        version: number;
                        /** @enum {string} */
                        decision: "approve" | "edit" | "reject" | "override" | "return";
                        /** @description what is planned for the sources because of it */
                        messages: string[];
                        /** @description why nothing is planned although something should follow, and what to do */
                        notice: string | null;
                    };
                };
            };
            /** @description what went wrong, in one sentence */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listMessages: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                state?: "planned" | "approved" | "sent" | "acknowledged" | "unknown" | "conflict" | "parked" | "verified" | "rejected" | "superseded" | "cancelled";
            };
            header?: never;
            path: {
                tenant: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Approved changes on their way to the sources, in the order they were planned */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        messages: components["schemas"]["Message"][];
                        counts: {
                            /** @enum {string} */
                            state: "planned" | "approved" | "sent" | "acknowledged" | "unknown" | "conflict" | "parked" | "verified" | "rejected" | "superseded" | "cancelled";
                            count: number;
                            takenUp: number;
                        }[];
                        next: string | null;
                    };
                };
            };
            /** @description what went wrong, in one sentence */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    previewMessage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tenant: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Reads what the source holds now and keeps it as the base the change is judged on */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        baseHash: string;
                        intentHash: string;
                        differences: components["schemas"]["FieldDifference"][];
                        /** @description that it is there already, or may be; null where there is nothing to say */
                        note: string | null;
                    };
                };
            };
            /** @description what went wrong, in one sentence */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    approveMessages: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tenant: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description each as it was seen: with the hashes the preview gave */
                    messages: components["schemas"]["SeenMessage"][];
                };
            };
        };
        responses: {
            /** @description Approves messages as somebody has seen them: all of them or none; refused where one is no longer as it was seen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        approved: string[];
                    };
                };
            };
            /** @description what went wrong, in one sentence */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    settleMessage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tenant: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    act: "cancel" | "plan-again" | "send-again";
                    reason: string;
                    seen?: {
                        /** @enum {string} */
                        state: "planned" | "approved" | "sent" | "acknowledged" | "unknown" | "conflict" | "parked" | "verified" | "rejected" | "superseded" | "cancelled";
                        fence: number;
                    };
                };
            };
        };
        responses: {
            /** @description What a person says of a message that came to no end by itself, with a reason: cancel it, judge a conflict anew, send a parked one again, plan a rejected or a cancelled one as a new message */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** @enum {string} */
                        state: "planned" | "approved" | "sent" | "acknowledged" | "unknown" | "conflict" | "parked" | "verified" | "rejected" | "superseded" | "cancelled";
                    };
                };
            };
            /** @description what went wrong, in one sentence */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    lookAtStanding: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tenant: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Reads what stands at the source where it is not what a message wanted, so that a person can accept it; nothing is written down */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        connection: string;
                        operation: string;
                        entity: string;
                        about: string | null;
                        fields: components["schemas"]["StandingField"][];
                        heldHash: string;
                    };
                };
            };
            /** @description what went wrong, in one sentence */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    acceptStanding: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tenant: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    heldHash: string;
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Accepts what stands at the source in the place of what a message wanted, as somebody has seen it, with a reason; refused where something else stands there by now. A conflict is cancelled by it, and reconciliation compares what was ever sent with what was accepted */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** @enum {string} */
                        state: "planned" | "approved" | "sent" | "acknowledged" | "unknown" | "conflict" | "parked" | "verified" | "rejected" | "superseded" | "cancelled";
                    };
                };
            };
            /** @description what went wrong, in one sentence */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    readReconciliation: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                status?: "matched" | "missing" | "drifted" | "duplicate" | "unexpected" | "unverifiable";
            };
            header?: never;
            path: {
                tenant: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The newest report, its rows page by page; null before the first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        report: components["schemas"]["ReconciliationReport"] | null;
                        next: string | null;
                    };
                };
            };
            /** @description what went wrong, in one sentence */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    runReconciliation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tenant: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Compares every write with its source again, and chains the report to the one before; answers with its first page */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        report: components["schemas"]["ReconciliationReport"] | null;
                        next: string | null;
                    };
                };
            };
            /** @description what went wrong, in one sentence */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
}
