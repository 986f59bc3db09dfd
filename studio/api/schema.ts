type Without<T, U> = { [P in Exclude<keyof T, keyof U>]?: never };
type XOR<T, U> = (T | U) extends object ? (Without<T, U> & U) | (Without<U, T> & T) : T | U;
type OneOf<T extends any[]> = T extends [infer Only] ? Only : T extends [infer A, infer B, ...infer Rest] ? OneOf<[XOR<A, B>, ...Rest]> : never;
export type paths = {
  "/api/audit": {
    get: {
      parameters: {
        query?: {
          action?: string;
          subject?: string;
          actor?: string;
          limit?: number;
          cursor?: string;
          tenant?: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              lines: components["schemas"]["AuditLine"][];
              next?: string;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/broadcasts": {
    get: {
      parameters: {
        query?: {
          state?: "draft" | "scheduled" | "sending" | "testing" | "paused" | "sent" | "cancelled";
          campaign?: string;
          limit?: number;
          cursor?: string;
          tenant?: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              broadcasts: components["schemas"]["Broadcast"][];
              next?: string;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
    post: {
      parameters: {
        header?: {
          "idempotency-key"?: string;
        };
      };
      requestBody: {
        content: {
          "application/json": {
            audience?: {
              everybody?: boolean;
              exclude?: string[];
              segments?: string[];
              when?: {
                [key: string]: unknown;
              };
            };
            campaign?: string;
            channel?: string;
            description?: string;
            goal?: {
              on: string;
              value?: string;
              within?: string;
            };
            holdout?: number;
            name: string;
            onCap?: "skip" | "wait";
            onQuiet?: "wait" | "skip";
            perMinute?: number;
            schedule?: OneOf<[{
              kind: "now";
            }, {
              at: string;
              kind: "at";
            }, {
              at: string;
              kind: "local";
            }]>;
            test?: {
              after: string;
              by: "opened" | "clicked" | "converted" | "hand";
              share: number;
            };
            topic?: string;
            variants?: {
                message: string;
                name: string;
                weight?: number;
              }[];
          };
        };
      };
      responses: {
        201: {
          content: {
            "application/json": components["schemas"]["BroadcastWithProblems"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/broadcasts/{id}": {
    get: {
      parameters: {
        path: {
          id: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["BroadcastWithProblems"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
    put: {
      parameters: {
        path: {
          id: string;
        };
      };
      requestBody: {
        content: {
          "application/json": {
            plan: {
              audience?: {
                everybody?: boolean;
                exclude?: string[];
                segments?: string[];
                when?: {
                  [key: string]: unknown;
                };
              };
              campaign?: string;
              channel?: string;
              description?: string;
              goal?: {
                on: string;
                value?: string;
                within?: string;
              };
              holdout?: number;
              name: string;
              onCap?: "skip" | "wait";
              onQuiet?: "wait" | "skip";
              perMinute?: number;
              schedule?: OneOf<[{
                kind: "now";
              }, {
                at: string;
                kind: "at";
              }, {
                at: string;
                kind: "local";
              }]>;
              test?: {
                after: string;
                by: "opened" | "clicked" | "converted" | "hand";
                share: number;
              };
              topic?: string;
              variants?: {
                  message: string;
                  name: string;
                  weight?: number;
                }[];
            };
            rev?: number;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["BroadcastWithProblems"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
    delete: {
      parameters: {
        path: {
          id: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              removed: true;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/broadcasts/{id}/cancel": {
    post: {
      parameters: {
        path: {
          id: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["Broadcast"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/broadcasts/{id}/pause": {
    post: {
      parameters: {
        path: {
          id: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["Broadcast"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/broadcasts/{id}/results": {
    get: {
      parameters: {
        query?: {
          locale?: "en" | "es";
          zone?: string;
        };
        path: {
          id: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["BroadcastResults"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/broadcasts/{id}/resume": {
    post: {
      parameters: {
        path: {
          id: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["Broadcast"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/broadcasts/{id}/schedule": {
    post: {
      parameters: {
        path: {
          id: string;
        };
      };
      requestBody: {
        content: {
          "application/json": {
            expect?: number;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["Broadcast"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/broadcasts/{id}/unschedule": {
    post: {
      parameters: {
        path: {
          id: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["Broadcast"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/broadcasts/{id}/winner": {
    post: {
      parameters: {
        path: {
          id: string;
        };
      };
      requestBody: {
        content: {
          "application/json": {
            variant: string;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["Broadcast"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/broadcasts/audience": {
    post: {
      parameters: {
        query?: {
          locale?: "en" | "es";
        };
      };
      requestBody: {
        content: {
          "application/json": {
            id?: string;
            plan: {
              audience?: {
                everybody?: boolean;
                exclude?: string[];
                segments?: string[];
                when?: {
                  [key: string]: unknown;
                };
              };
              campaign?: string;
              channel?: string;
              description?: string;
              goal?: {
                on: string;
                value?: string;
                within?: string;
              };
              holdout?: number;
              name: string;
              onCap?: "skip" | "wait";
              onQuiet?: "wait" | "skip";
              perMinute?: number;
              schedule?: OneOf<[{
                kind: "now";
              }, {
                at: string;
                kind: "at";
              }, {
                at: string;
                kind: "local";
              }]>;
              test?: {
                after: string;
                by: "opened" | "clicked" | "converted" | "hand";
                share: number;
              };
              topic?: string;
              variants?: {
                  message: string;
                  name: string;
                  weight?: number;
                }[];
            };
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["BroadcastAudience"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/channels": {
    get: {
      responses: {
        200: {
          content: {
            "application/json": {
              channels: components["schemas"]["Channel"][];
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/channels/{channel}/off": {
    post: {
      parameters: {
        header?: {
          "idempotency-key"?: string;
        };
        path: {
          channel: string;
        };
      };
      requestBody: {
        content: {
          "application/json": {
            exceptTransactional?: boolean;
            reason?: string;
            sends?: "hold" | "skip";
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["Channel"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/channels/{channel}/on": {
    post: {
      parameters: {
        header?: {
          "idempotency-key"?: string;
        };
        path: {
          channel: string;
        };
      };
      requestBody: {
        content: {
          "application/json": {
            rate?: number;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["Channel"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/clock": {
    get: {
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["Clock"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/clock/advance": {
    post: {
      requestBody: {
        content: {
          "application/json": {
            by: string;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["Clock"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/connectors": {
    get: {
      responses: {
        200: {
          content: {
            "application/json": {
              connectors: components["schemas"]["Connector"][];
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/connectors/{instance}/connect": {
    post: {
      parameters: {
        path: {
          instance: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              state: "go" | "connected";
              until?: string;
              url?: string;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/connectors/{instance}/disconnect": {
    post: {
      parameters: {
        path: {
          instance: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              disconnected: boolean;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/connectors/{instance}/webhooks/remove": {
    post: {
      parameters: {
        path: {
          instance: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              webhooks: components["schemas"]["WebhookSetUp"][];
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/connectors/{instance}/webhooks/set-up": {
    post: {
      parameters: {
        path: {
          instance: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              webhooks: components["schemas"]["WebhookSetUp"][];
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/connectors/reseal": {
    post: {
      responses: {
        200: {
          content: {
            "application/json": {
              resealed: number;
              unreadable: number;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/consents": {
    get: {
      parameters: {
        query: {
          address: string;
          channel?: string;
          limit?: number;
          cursor?: string;
          tenant?: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              consents: components["schemas"]["ConsentEntry"][];
              next?: string;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/conversations": {
    get: {
      parameters: {
        query?: {
          state?: "open" | "waiting" | "solved";
          assignee?: string;
          team?: string;
          profile?: string;
          tag?: string;
          snoozed?: "0" | "1";
          limit?: number;
          cursor?: string;
          tenant?: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              conversations: components["schemas"]["Conversation"][];
              next?: string;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
    post: {
      parameters: {
        header?: {
          "idempotency-key"?: string;
        };
      };
      requestBody: {
        content: {
          "application/json": {
            assignee?: string;
            by?: string;
            channel?: string;
            profile: string;
            record?: {
              id: string;
              kind: string;
            };
            subject: string;
            team?: string;
            text: string;
          };
        };
      };
      responses: {
        201: {
          content: {
            "application/json": components["schemas"]["Conversation"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/conversations/{id}": {
    get: {
      parameters: {
        path: {
          id: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["Conversation"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
    patch: {
      parameters: {
        path: {
          id: string;
        };
      };
      requestBody: {
        content: {
          "application/json": {
            assignee?: string | null;
            profile?: string;
            snoozedUntil?: string | null;
            state?: "open" | "waiting" | "solved";
            subject?: string;
            tags?: string[];
            team?: string | null;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["Conversation"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/conversations/{id}/files/{file}": {
    get: {
      parameters: {
        query: {
          message: string;
        };
        path: {
          id: string;
          file: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/octet-stream": string;
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/conversations/{id}/messages": {
    get: {
      parameters: {
        query?: {
          limit?: number;
          cursor?: string;
          tenant?: string;
        };
        path: {
          id: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              messages: components["schemas"]["ConversationMessage"][];
              next?: string;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
    post: {
      parameters: {
        header?: {
          "idempotency-key"?: string;
        };
        path: {
          id: string;
        };
      };
      requestBody: {
        content: {
          "application/json": {
            by?: string;
            kind?: "answer" | "note";
            mentions?: string[];
            state?: "open" | "waiting" | "solved";
            text: string;
          };
        };
      };
      responses: {
        201: {
          content: {
            "application/json": components["schemas"]["ConversationMessage"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/conversations/{id}/records/{kind}/{recordId}": {
    put: {
      parameters: {
        path: {
          id: string;
          kind: string;
          recordId: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["Conversation"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
    delete: {
      parameters: {
        path: {
          id: string;
          kind: string;
          recordId: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["Conversation"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/decisions": {
    get: {
      parameters: {
        query?: {
          journey?: string;
          step?: string;
          kind?: string;
          reason?: string;
          from?: string;
          to?: string;
          locale?: "en" | "es";
          zone?: string;
          limit?: number;
          cursor?: string;
          tenant?: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              decisions: components["schemas"]["Decision"][];
              next?: string;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/deliveries": {
    get: {
      parameters: {
        query?: {
          state?: "pending" | "failing" | "done" | "dead";
          instance?: string;
          limit?: number;
          cursor?: string;
          tenant?: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              deliveries: components["schemas"]["Delivery"][];
              next?: string;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/deliveries/{id}": {
    get: {
      parameters: {
        path: {
          id: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["DeliveryDetail"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/deliveries/{id}/retry": {
    post: {
      parameters: {
        path: {
          id: string;
        };
      };
      responses: {
        202: {
          content: {
            "application/json": {
              queued: boolean;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/deliveries/retry": {
    post: {
      requestBody: {
        content: {
          "application/json": {
            instance?: string;
            limit?: number;
            state: "failing" | "dead";
            topic?: string;
            webhook?: string;
          };
        };
      };
      responses: {
        202: {
          content: {
            "application/json": {
              more: boolean;
              queued: number;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/dev-mails": {
    get: {
      parameters: {
        query?: {
          q?: string;
          limit?: number;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              mails: components["schemas"]["DevMailRow"][];
              on: boolean;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/dev-mails/{n}": {
    get: {
      parameters: {
        path: {
          n: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["DevMail"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/dev-mails/{n}/page": {
    get: {
      parameters: {
        query?: {
          tenant?: string;
        };
        path: {
          n: string;
        };
      };
      responses: {
        200: {
          content: {
            "text/html": string;
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/dry-runs": {
    get: {
      parameters: {
        query?: {
          journey?: string;
          state?: "queued" | "running" | "done" | "cancelled" | "failed";
          limit?: number;
          cursor?: string;
          tenant?: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              dryRuns: components["schemas"]["KeptDryRun"][];
              next?: string;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
    post: {
      parameters: {
        header?: {
          "idempotency-key"?: string;
        };
      };
      requestBody: {
        content: {
          "application/json": {
            days?: number;
            definition?: {
              [key: string]: unknown;
            };
            how?: "dry-run" | "replay";
            journey: string;
          };
        };
      };
      responses: {
        202: {
          content: {
            "application/json": components["schemas"]["KeptDryRun"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/dry-runs/{id}": {
    get: {
      parameters: {
        path: {
          id: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["WholeDryRun"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/dry-runs/{id}/cancel": {
    post: {
      parameters: {
        path: {
          id: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["KeptDryRun"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/events": {
    get: {
      parameters: {
        query?: {
          state?: "pending" | "done" | "recorded" | "quarantined" | "dead" | "refused";
          name?: string;
          profile?: string;
          limit?: number;
          cursor?: string;
          tenant?: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              events: components["schemas"]["Event"][];
              next?: string;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/events/{id}/retry": {
    post: {
      parameters: {
        path: {
          id: string;
        };
      };
      responses: {
        202: {
          content: {
            "application/json": {
              queued: boolean;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/events/retry": {
    post: {
      requestBody: {
        content: {
          "application/json": {
            limit?: number;
            name?: string;
            state: "dead" | "quarantined";
          };
        };
      };
      responses: {
        202: {
          content: {
            "application/json": {
              more: boolean;
              queued: number;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/exports/{kind}": {
    get: {
      parameters: {
        query?: {
          format?: "csv" | "ndjson";
          columns?: string;
          segment?: string;
          event?: string;
          filter?: string;
        };
        path: {
          kind: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/x-ndjson": string;
            "text/csv": string;
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/feeds": {
    get: {
      responses: {
        200: {
          content: {
            "application/json": {
              feeds: components["schemas"]["Feed"][];
              removed: components["schemas"]["RemovedFeed"][];
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/feeds/{feed}/pause": {
    post: {
      parameters: {
        path: {
          feed: string;
        };
      };
      requestBody: {
        content: {
          "application/json": {
            reason?: string;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["Feed"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/feeds/{feed}/refused": {
    get: {
      parameters: {
        path: {
          feed: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              events: components["schemas"]["RefusedEvent"][];
              total: number;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
    delete: {
      parameters: {
        path: {
          feed: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              discarded: number;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/feeds/{feed}/refused/retry": {
    post: {
      parameters: {
        path: {
          feed: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              leftOut: number;
              refused: number;
              sent: number;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/feeds/{feed}/resume": {
    post: {
      parameters: {
        path: {
          feed: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["Feed"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/feeds/{feed}/run": {
    post: {
      parameters: {
        path: {
          feed: string;
        };
      };
      requestBody: {
        content: {
          "application/json": {
            everything?: boolean;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["Feed"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/figures": {
    get: {
      responses: {
        200: {
          content: {
            "application/json": {
              figures: components["schemas"]["Figure"][];
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/figures/{key}": {
    get: {
      parameters: {
        query?: {
          format?: "json" | "csv";
          limit?: number;
          from?: string;
          to?: string;
          by?: string;
          days?: string;
          touch?: string;
          point_value?: string;
          journey?: string;
          channel?: string;
          least?: string;
        };
        path: {
          key: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["FigureAnswer"];
            "text/csv": string;
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/figures/{key}/rows": {
    get: {
      parameters: {
        query?: {
          format?: "json" | "csv";
          limit?: number;
          group?: string;
          from?: string;
          to?: string;
          by?: string;
          days?: string;
          touch?: string;
          point_value?: string;
          journey?: string;
          channel?: string;
          least?: string;
        };
        path: {
          key: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["FigureRows"];
            "text/csv": string;
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/forms": {
    get: {
      responses: {
        200: {
          content: {
            "application/json": {
              forms: components["schemas"]["Form"][];
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/forms/{key}": {
    get: {
      parameters: {
        query?: {
          locale?: string;
        };
        path: {
          key: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["FormWithHtml"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/forms/preview": {
    post: {
      requestBody: {
        content: {
          "application/json": {
            form: {
              [key: string]: unknown;
            };
            locale?: string;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              html: string;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/gift-cards": {
    post: {
      parameters: {
        header?: {
          "idempotency-key"?: string;
        };
      };
      requestBody: {
        content: {
          "application/json": {
            amount: number;
            currency: string;
            expiresAt?: string;
            person?: {
              anonymousId?: string;
              email?: string;
              id?: string;
              userId?: string;
            };
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              card: components["schemas"]["GiftCard"];
              code: string;
              state: "posted" | "already";
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/gift-cards/redeem": {
    post: {
      parameters: {
        header?: {
          "idempotency-key"?: string;
        };
      };
      requestBody: {
        content: {
          "application/json": {
            amount: number;
            code: string;
            currency: string;
            ref?: string;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              amount: number;
              card: components["schemas"]["GiftCard"];
              redemption: string;
              state: "posted" | "already";
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/gift-cards/rollback": {
    post: {
      parameters: {
        header?: {
          "idempotency-key"?: string;
        };
      };
      requestBody: {
        content: {
          "application/json": {
            amount?: number;
            code: string;
            redemption: string;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              amount: number;
              card: components["schemas"]["GiftCard"];
              redemption: string;
              state: "posted" | "already";
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/gift-cards/validate": {
    post: {
      requestBody: {
        content: {
          "application/json": {
            code: string;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              card: components["schemas"]["GiftCard"];
              reason?: "expired" | "empty";
              valid: boolean;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/imports": {
    get: {
      parameters: {
        query?: {
          kind?: string;
          state?: "uploading" | "queued" | "running" | "paused" | "checked" | "done" | "failed" | "cancelled";
          limit?: number;
          cursor?: string;
          tenant?: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              imports: components["schemas"]["Import"][];
              next?: string;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
    post: {
      parameters: {
        header?: {
          "idempotency-key"?: string;
        };
      };
      requestBody: {
        content: {
          "application/json": {
            delimiter?: "," | ";" | "	" | ("|");
            emptyCells?: "keep" | "clear";
            encoding?: "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";
            fires?: boolean;
            format?: "csv" | "ndjson" | "xml";
            key?: string;
            kind: string;
            mapping?: {
              [key: string]: string | null;
            };
          };
        };
      };
      responses: {
        201: {
          content: {
            "application/json": components["schemas"]["Import"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/imports/{id}": {
    get: {
      parameters: {
        path: {
          id: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["Import"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
    delete: {
      parameters: {
        path: {
          id: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["Import"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/imports/{id}/cancel": {
    post: {
      parameters: {
        path: {
          id: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["Import"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/imports/{id}/parts/{n}": {
    put: {
      parameters: {
        path: {
          id: string;
          n: number | null;
        };
      };
      requestBody: {
        content: {
          "application/octet-stream": string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["Import"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/imports/{id}/pause": {
    post: {
      parameters: {
        path: {
          id: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["Import"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/imports/{id}/refused": {
    get: {
      parameters: {
        path: {
          id: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/x-ndjson": string;
            "text/csv": string;
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/imports/{id}/resume": {
    post: {
      parameters: {
        path: {
          id: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["Import"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/imports/{id}/start": {
    post: {
      parameters: {
        path: {
          id: string;
        };
      };
      requestBody: {
        content: {
          "application/json": {
            dryRun?: boolean;
          };
        };
      };
      responses: {
        202: {
          content: {
            "application/json": components["schemas"]["Import"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/jobs": {
    get: {
      parameters: {
        query?: {
          journey?: string;
          state?: "queued" | "running" | "done" | "cancelled";
          limit?: number;
          cursor?: string;
          tenant?: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              jobs: components["schemas"]["Job"][];
              next?: string;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
    post: {
      parameters: {
        query?: {
          dryRun?: "0" | "1";
        };
        header?: {
          "idempotency-key"?: string;
        };
      };
      requestBody: {
        content: {
          "application/json": {
            do: {
              cancel?: boolean;
              kind: "exit";
              outcome?: string;
              reason?: string;
            } | {
              kind: "skip";
            } | {
              kind: "move";
              to: string;
            } | {
              kind: "restart";
            } | {
              kind: "revive";
            } | {
              kind: "freeze";
            } | ({
              kind: "resume";
              policy?: "shift" | "catch-up" | "skip";
            }) | ({
              kind: "migrate";
              map?: {
                [key: string]: string | null;
              };
              version: number;
              when?: "now" | "next-step";
            });
            rate?: number;
            who: {
              enteredAfter?: string;
              enteredBefore?: string;
              frozen?: boolean;
              journey: string;
              result?: {
                is: "entered" | "not-entered" | "held-out" | "waited" | "heard" | "timed-out" | "branched" | "round" | "rounds-over" | "sent" | "skipped" | "failed" | "updated" | "issued" | "recommended" | "none" | "acted" | "tasked" | "enrolled" | "exited" | "completed" | "converted";
                step: string;
              };
              segment?: string;
              step?: string;
              version?: number;
            };
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["JobPreview"];
          };
        };
        202: {
          content: {
            "application/json": components["schemas"]["Job"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/jobs/{id}": {
    get: {
      parameters: {
        path: {
          id: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["Job"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
    patch: {
      parameters: {
        path: {
          id: string;
        };
      };
      requestBody: {
        content: {
          "application/json": {
            rate: number;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["Job"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/jobs/{id}/cancel": {
    post: {
      parameters: {
        path: {
          id: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["Job"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/jobs/revive": {
    post: {
      parameters: {
        header?: {
          "idempotency-key"?: string;
        };
      };
      requestBody: {
        content: {
          "application/json": {
            rate?: number;
          };
        };
      };
      responses: {
        202: {
          content: {
            "application/json": {
              jobs: components["schemas"]["Job"][];
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/journeys": {
    get: {
      responses: {
        200: {
          content: {
            "application/json": {
              countedAt: string;
              journeys: components["schemas"]["Journey"][];
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/journeys/{key}": {
    get: {
      parameters: {
        path: {
          key: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["JourneyDetail"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/journeys/{key}/drain": {
    post: {
      parameters: {
        query?: {
          dryRun?: "0" | "1";
        };
        header?: {
          "idempotency-key"?: string;
        };
        path: {
          key: string;
        };
      };
      requestBody: {
        content: {
          "application/json": Record<string, never>;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["Steered"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/journeys/{key}/dry-run": {
    post: {
      parameters: {
        path: {
          key: string;
        };
      };
      requestBody: {
        content: {
          "application/json": {
            cursor?: string;
            days?: number;
            definition?: {
              [key: string]: unknown;
            };
            sample?: number;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["DryRun"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/journeys/{key}/experiments": {
    get: {
      parameters: {
        query?: {
          locale?: "en" | "es";
          zone?: string;
        };
        path: {
          key: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              experiments: components["schemas"]["Result"][];
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/journeys/{key}/freeze": {
    post: {
      parameters: {
        query?: {
          dryRun?: "0" | "1";
        };
        header?: {
          "idempotency-key"?: string;
        };
        path: {
          key: string;
        };
      };
      requestBody: {
        content: {
          "application/json": {
            entries?: "hold" | "refuse";
            rate?: number;
            reason?: string;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["Steered"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/journeys/{key}/funnel": {
    get: {
      parameters: {
        query?: {
          version?: number;
          from?: string;
          to?: string;
        };
        path: {
          key: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["Funnel"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/journeys/{key}/lift": {
    get: {
      parameters: {
        query?: {
          locale?: "en" | "es";
          zone?: string;
        };
        path: {
          key: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              everything?: components["schemas"]["Result"];
              holdouts: components["schemas"]["Result"][];
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/journeys/{key}/lint": {
    get: {
      parameters: {
        path: {
          key: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              problems: ({
                  code: string;
                  hint: string;
                  message: string;
                  path: string;
                  severity: "error" | "warning";
                  step?: string;
                })[];
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
    post: {
      parameters: {
        path: {
          key: string;
        };
      };
      requestBody: {
        content: {
          "application/json": {
            definition?: {
              [key: string]: unknown;
            };
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              problems: ({
                  code: string;
                  hint: string;
                  message: string;
                  path: string;
                  severity: "error" | "warning";
                  step?: string;
                })[];
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/journeys/{key}/pause": {
    post: {
      parameters: {
        query?: {
          dryRun?: "0" | "1";
        };
        header?: {
          "idempotency-key"?: string;
        };
        path: {
          key: string;
        };
      };
      requestBody: {
        content: {
          "application/json": Record<string, never>;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["Steered"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/journeys/{key}/replay": {
    post: {
      parameters: {
        path: {
          key: string;
        };
      };
      requestBody: {
        content: {
          "application/json": {
            cursor?: string;
            days?: number;
            definition?: {
              [key: string]: unknown;
            };
            sample?: number;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["Replay"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/journeys/{key}/resume": {
    post: {
      parameters: {
        query?: {
          dryRun?: "0" | "1";
        };
        header?: {
          "idempotency-key"?: string;
        };
        path: {
          key: string;
        };
      };
      requestBody: {
        content: {
          "application/json": {
            expect?: number;
            policy?: "shift" | "catch-up" | "skip";
            rate?: number;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["Steered"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/journeys/{key}/resume-entries": {
    post: {
      parameters: {
        query?: {
          dryRun?: "0" | "1";
        };
        header?: {
          "idempotency-key"?: string;
        };
        path: {
          key: string;
        };
      };
      requestBody: {
        content: {
          "application/json": {
            expect?: number;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["Steered"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/journeys/{key}/simulate": {
    post: {
      parameters: {
        query?: {
          locale?: "en" | "es";
          zone?: string;
        };
        path: {
          key: string;
        };
      };
      requestBody: {
        content: {
          "application/json": {
            choose?: {
              [key: string]: string;
            };
            days?: number;
            definition?: {
              [key: string]: unknown;
            };
            events?: {
                about?: string;
                at: string;
                event: string;
                properties?: {
                  [key: string]: unknown;
                };
              }[];
            profileId: string;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["SimulatedPath"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/journeys/{key}/steps/{step}/people": {
    get: {
      parameters: {
        query?: {
          locale?: "en" | "es";
          zone?: string;
          limit?: number;
          cursor?: string;
        };
        path: {
          key: string;
          step: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              next?: string;
              people: components["schemas"]["Standing"][];
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/journeys/{key}/stop": {
    post: {
      parameters: {
        query?: {
          dryRun?: "0" | "1";
        };
        header?: {
          "idempotency-key"?: string;
        };
        path: {
          key: string;
        };
      };
      requestBody: {
        content: {
          "application/json": {
            outcome?: string;
            rate?: number;
            reason?: string;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["Steered"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/journeys/{key}/trips": {
    get: {
      parameters: {
        path: {
          key: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              trips: components["schemas"]["Trip"][];
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/journeys/{key}/versions/{version}": {
    get: {
      parameters: {
        query?: {
          against?: string;
        };
        path: {
          key: string;
          version: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["JourneyVersion"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/keys": {
    get: {
      responses: {
        200: {
          content: {
            "application/json": {
              keys: components["schemas"]["ApiKey"][];
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
    post: {
      requestBody: {
        content: {
          "application/json": {
            expiresAt?: string;
            kind: "public" | "server";
            name: string;
            scopes?: ("track:public" | "track:server" | "read" | "draft" | "write" | "publish" | "publish:unreviewed" | "records:read" | "records:write" | "personal-data" | "team")[];
            tenant?: string;
          };
        };
      };
      responses: {
        201: {
          content: {
            "application/json": {
              createdAt: string;
              expiresAt?: string;
              id: string;
              key: string;
              kind: "public" | "server";
              lastUsedAt?: string;
              name: string;
              replacedBy?: string;
              revokedAt?: string;
              scopes: ("track:public" | "track:server" | "read" | "draft" | "write" | "publish" | "publish:unreviewed" | "records:read" | "records:write" | "personal-data" | "team")[];
              tenant: string;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/keys/{id}": {
    delete: {
      parameters: {
        path: {
          id: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["ApiKey"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/keys/{id}/rotate": {
    post: {
      parameters: {
        path: {
          id: string;
        };
      };
      requestBody: {
        content: {
          "application/json": {
            overlapHours?: number;
          };
        };
      };
      responses: {
        201: {
          content: {
            "application/json": {
              createdAt: string;
              expiresAt?: string;
              id: string;
              key: string;
              kind: "public" | "server";
              lastUsedAt?: string;
              name: string;
              replacedBy?: string;
              revokedAt?: string;
              scopes: ("track:public" | "track:server" | "read" | "draft" | "write" | "publish" | "publish:unreviewed" | "records:read" | "records:write" | "personal-data" | "team")[];
              tenant: string;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/keys/identity-secret": {
    get: {
      responses: {
        200: {
          content: {
            "application/json": {
              secret: string;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/loyalty/check": {
    post: {
      requestBody: {
        content: {
          "application/json": {
            cursor?: string;
            repair?: boolean;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              accounts: number;
              differences: {
                  postings: {
                    balance: number;
                    pending: number;
                  };
                  profileId: string;
                  program: string;
                  stored: {
                    balance: number;
                    pending: number;
                  };
                }[];
              next?: string;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/loyalty/liability": {
    get: {
      parameters: {
        query?: {
          day?: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["LoyaltyLiability"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/loyalty/programs": {
    get: {
      responses: {
        200: {
          content: {
            "application/json": {
              programs: components["schemas"]["LoyaltyProgram"][];
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/loyalty/programs/try": {
    post: {
      requestBody: {
        content: {
          "application/json": {
            days?: number;
            definition: {
              [key: string]: unknown;
            };
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["ProgramTrial"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/me": {
    get: {
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["Me"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/memberships": {
    post: {
      parameters: {
        header?: {
          "idempotency-key"?: string;
        };
      };
      requestBody: {
        content: {
          "application/json": {
            action?: "give" | "end";
            membership: string;
            person: {
              anonymousId?: string;
              email?: string;
              id?: string;
              userId?: string;
            };
            program: string;
            reason?: string;
            until?: string;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              balance: components["schemas"]["PointsBalance"];
              state: "posted" | "already";
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/messages": {
    get: {
      parameters: {
        query?: {
          profile?: string;
          run?: string;
          journey?: string;
          channel?: string;
          status?: "sending" | "retrying" | "accepted" | "rejected" | "cancelled";
          limit?: number;
          cursor?: string;
          tenant?: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              messages: components["schemas"]["Message"][];
              next?: string;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/objects": {
    get: {
      responses: {
        200: {
          content: {
            "application/json": {
              objects: components["schemas"]["Object"][];
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/objects/{kind}": {
    get: {
      parameters: {
        path: {
          kind: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              calendar?: {
                from: string;
                until?: string;
              };
              definition: {
                [key: string]: unknown;
              };
              key: string;
              name: string;
              person?: string;
              personal: string[];
              plural?: string;
              title: string;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/objects/{kind}/fields/{field}/purge": {
    post: {
      parameters: {
        path: {
          kind: string;
          field: string;
        };
      };
      requestBody: {
        content: {
          "application/json": {
            after?: string;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              next?: string;
              purged: number;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/offers": {
    get: {
      responses: {
        200: {
          content: {
            "application/json": {
              offers: components["schemas"]["Offer"][];
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/offers/{key}": {
    get: {
      parameters: {
        path: {
          key: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              code: "pattern" | "shared" | "pool" | "automatic";
              currency: string;
              key: string;
              kind: string;
              limits: ({
                  by?: "person";
                  measure: "number" | "value" | "orderValue";
                  most: number;
                  per?: "day" | "week" | "month";
                })[];
              name: string;
              used: {
                count: number;
                discount: number;
                orderValue: number;
              };
              windows: ({
                  count: number;
                  discount: number;
                  orderValue: number;
                  period: "day" | "week" | "month";
                  since: string;
                })[];
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/offers/{key}/check": {
    get: {
      parameters: {
        path: {
          key: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              balanced: boolean;
              differences: {
                  counter: {
                    count: number;
                    discount: number;
                    orderValue: number;
                  };
                  of: string;
                  postings: {
                    count: number;
                    discount: number;
                    orderValue: number;
                  };
                }[];
              postings: number;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/offers/{key}/redeem": {
    post: {
      parameters: {
        header?: {
          "idempotency-key"?: string;
        };
        path: {
          key: string;
        };
      };
      requestBody: {
        content: {
          "application/json": {
            atMost?: {
              amount?: number;
              gift?: string;
              lines: {
                  discount: number;
                  id: string;
                  value?: number;
                }[];
              shipping?: number;
            };
            cart: components["schemas"]["Cart"];
            code?: string;
            dry?: boolean;
            key?: string;
            now?: string;
            orderId: string;
            person?: {
              anonymousId?: string;
              email?: string;
              id?: string;
              userId?: string;
            };
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["OfferOutcome"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/offers/{key}/reserve": {
    post: {
      parameters: {
        header?: {
          "idempotency-key"?: string;
        };
        path: {
          key: string;
        };
      };
      requestBody: {
        content: {
          "application/json": {
            atMost?: {
              amount?: number;
              gift?: string;
              lines: {
                  discount: number;
                  id: string;
                  value?: number;
                }[];
              shipping?: number;
            };
            cart: components["schemas"]["Cart"];
            code?: string;
            dry?: boolean;
            holdSeconds?: number;
            key: string;
            now?: string;
            person?: {
              anonymousId?: string;
              email?: string;
              id?: string;
              userId?: string;
            };
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["OfferOutcome"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/offers/{key}/rollback": {
    post: {
      parameters: {
        header?: {
          "idempotency-key"?: string;
        };
        path: {
          key: string;
        };
      };
      requestBody: {
        content: {
          "application/json": {
            key?: string;
            lines?: string[];
            orderId?: string;
            rollbackKey: string;
            value?: number;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              redemptions: components["schemas"]["OfferOutcome"][];
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/offers/{key}/validate": {
    post: {
      parameters: {
        header?: {
          "idempotency-key"?: string;
        };
        path: {
          key: string;
        };
      };
      requestBody: {
        content: {
          "application/json": {
            atMost?: {
              amount?: number;
              gift?: string;
              lines: {
                  discount: number;
                  id: string;
                  value?: number;
                }[];
              shipping?: number;
            };
            cart: components["schemas"]["Cart"];
            code?: string;
            draft?: boolean;
            dry?: boolean;
            key?: string;
            now?: string;
            orderId?: string;
            person?: {
              anonymousId?: string;
              email?: string;
              id?: string;
              userId?: string;
            };
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["ValidatedOffer"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/offers/cart": {
    post: {
      requestBody: {
        content: {
          "application/json": {
            cart: components["schemas"]["Cart"];
            codes?: string[];
            key?: string;
            now?: string;
            person?: {
              anonymousId?: string;
              email?: string;
              id?: string;
              userId?: string;
            };
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              applied: {
                  code?: string;
                  discount: components["schemas"]["Discount"];
                  key: string;
                  name: string;
                }[];
              reduced: {
                  id: string;
                  lowestPrice30Days: number;
                  productId: string;
                }[];
              refused: ({
                  code?: string;
                  key: string;
                  name: string;
                  reasons: ({
                      code: string;
                      detail?: {
                        [key: string]: string | number;
                      };
                      message: string;
                    })[];
                })[];
              total: number;
              unknown: {
                  code: string;
                  message: string;
                }[];
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/operations": {
    get: {
      parameters: {
        query?: {
          kind?: "job" | "dry-run" | "replay" | "import" | "erasure" | "broadcast";
          limit?: number;
          cursor?: string;
          tenant?: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              next?: string;
              operations: components["schemas"]["Operation"][];
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/overview": {
    get: {
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["Overview"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/plugins": {
    get: {
      responses: {
        200: {
          content: {
            "application/json": {
              plugins: components["schemas"]["PluginInstance"][];
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/plugins/{instance}/check": {
    post: {
      parameters: {
        path: {
          instance: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              message?: string;
              ok: boolean;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/plugins/{instance}/reset": {
    post: {
      parameters: {
        path: {
          instance: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["PluginInstance"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/points": {
    post: {
      parameters: {
        header?: {
          "idempotency-key"?: string;
        };
      };
      requestBody: {
        content: {
          "application/json": {
            action: "award" | "spend" | "return" | "adjust";
            person: {
              anonymousId?: string;
              email?: string;
              id?: string;
              userId?: string;
            };
            points: number;
            program: string;
            reason?: string;
            ref?: string;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              balance: components["schemas"]["PointsBalance"];
              posting: components["schemas"]["PointsPosting"];
              state: "posted" | "already";
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/points/batch": {
    post: {
      requestBody: {
        content: {
          "application/json": {
            postings: ({
                action?: "award" | "spend" | "return" | "adjust";
                key: string;
                person: {
                  anonymousId?: string;
                  email?: string;
                  id?: string;
                  userId?: string;
                };
                points: number;
                program: string;
                reason?: string;
                ref?: string;
              })[];
            quiet?: boolean;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              already: number;
              posted: number;
              refused: number;
              results: components["schemas"]["PointsBatchResult"][];
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/points/redeem": {
    post: {
      parameters: {
        header?: {
          "idempotency-key"?: string;
        };
      };
      requestBody: {
        content: {
          "application/json": {
            person: {
              anonymousId?: string;
              email?: string;
              id?: string;
              userId?: string;
            };
            program: string;
            reason?: string;
            reward: string;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              balance: components["schemas"]["PointsBalance"];
              redemption: components["schemas"]["RewardRedemption"];
              state: "redeemed" | "already";
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/points/redemptions/{id}/cancel": {
    post: {
      parameters: {
        header?: {
          "idempotency-key"?: string;
        };
        path: {
          id: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              redemption: components["schemas"]["RewardRedemption"];
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/posts": {
    get: {
      parameters: {
        query?: {
          campaign?: string;
          limit?: number;
          cursor?: string;
          tenant?: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              next?: string;
              posts: components["schemas"]["Post"][];
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
    post: {
      parameters: {
        header?: {
          "idempotency-key"?: string;
        };
      };
      requestBody: {
        content: {
          "application/json": {
            at?: string;
            campaign?: string;
            comment?: string;
            images?: {
                alt?: string;
                image: string;
              }[];
            link?: string;
            networks: ({
                comment?: string | null;
                instance: string;
                text?: string;
              })[];
            recommendedBy?: {
              anonymousId?: string;
              email?: string;
              id?: string;
              userId?: string;
            };
            text?: string;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["Post"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/posts/{id}": {
    get: {
      parameters: {
        path: {
          id: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["Post"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/posts/{id}/cancel": {
    post: {
      parameters: {
        path: {
          id: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["Post"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/posts/{id}/networks/{instance}/resolve": {
    post: {
      parameters: {
        path: {
          id: string;
          instance: string;
        };
      };
      requestBody: {
        content: {
          "application/json": {
            published: boolean;
            url?: string;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["Post"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/posts/check": {
    post: {
      requestBody: {
        content: {
          "application/json": {
            at?: string;
            campaign?: string;
            comment?: string;
            images?: {
                alt?: string;
                image: string;
              }[];
            link?: string;
            networks: ({
                comment?: string | null;
                instance: string;
                text?: string;
              })[];
            recommendedBy?: {
              anonymousId?: string;
              email?: string;
              id?: string;
              userId?: string;
            };
            text?: string;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              problems: components["schemas"]["ProblemItem"][];
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/posts/images": {
    post: {
      requestBody: {
        content: {
          "application/octet-stream": string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["PostImage"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/posts/networks": {
    get: {
      responses: {
        200: {
          content: {
            "application/json": {
              networks: {
                  comments: boolean;
                  images: {
                    altMax: number;
                    max: number;
                    maxBytes: number;
                    needed: boolean;
                    types: string[];
                  };
                  instance: string;
                  plugin: string;
                  textMax: number;
                }[];
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/products": {
    get: {
      parameters: {
        query?: {
          q?: string;
          category?: string;
          available?: "true" | "false";
          limit?: number;
          cursor?: string;
          tenant?: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              next?: string;
              products: components["schemas"]["Product"][];
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
    post: {
      parameters: {
        header?: {
          "idempotency-key"?: string;
        };
      };
      requestBody: {
        content: {
          "application/json": {
            products: ({
                attributes?: {
                  [key: string]: string | number | boolean;
                };
                brand?: string;
                categories?: string[];
                compareAtPrice?: {
                  currency: string;
                  minor: number;
                } | null;
                cost?: {
                  currency: string;
                  minor: number;
                };
                id: string;
                image?: string;
                price?: {
                  currency: string;
                  minor: number;
                };
                removed?: boolean;
                sku?: string;
                stock?: number | null;
                title?: string;
                updatedAt?: string;
                url?: string;
              })[];
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              outcomes: ({
                  id: string;
                  outcome: "created" | "changed" | "unchanged" | "unknown";
                })[];
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/products/{id}": {
    get: {
      parameters: {
        path: {
          id: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["ProductWithPrices"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/products/{id}/related": {
    get: {
      parameters: {
        query?: {
          by?: "bought-together" | "similar" | "new-arrivals" | "next-in-category";
          limit?: number;
        };
        path: {
          id: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              recommendations: components["schemas"]["Recommendation"][];
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/profiles": {
    get: {
      parameters: {
        query?: {
          id?: string;
          userId?: string;
          email?: string;
          anonymousId?: string;
          segment?: string;
          stage?: string;
          limit?: number;
          cursor?: string;
          tenant?: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              next?: string;
              profiles: components["schemas"]["Profile"][];
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/profiles/{id}": {
    get: {
      parameters: {
        path: {
          id: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              profile: components["schemas"]["Profile"];
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
    delete: {
      parameters: {
        path: {
          id: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              erased: true;
              profileIds: string[];
              removed: {
                [key: string]: number;
              };
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/profiles/{id}/consents": {
    get: {
      parameters: {
        query?: {
          limit?: number;
          cursor?: string;
        };
        path: {
          id: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              consents: components["schemas"]["ConsentEntry"][];
              next?: string;
              profileId: string;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/profiles/{id}/export": {
    get: {
      parameters: {
        query?: {
          limit?: number;
          cursor?: string;
        };
        path: {
          id: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              next?: string;
              profileIds: string[];
              rows: {
                  collection: string;
                  row: {
                    [key: string]: unknown;
                  };
                }[];
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/profiles/{id}/merge": {
    post: {
      parameters: {
        path: {
          id: string;
        };
      };
      requestBody: {
        content: {
          "application/json": {
            dry?: boolean;
            from: string;
            keep?: {
              [key: string]: "mine" | "theirs";
            };
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              conflicts: ({
                  kept: "mine" | "theirs";
                  mine?: unknown;
                  name: string;
                  theirs?: unknown;
                })[];
              profile: components["schemas"]["Profile"];
              state: "merged" | "already" | "preview";
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/profiles/{id}/points": {
    get: {
      parameters: {
        query?: {
          program?: string;
          limit?: number;
          cursor?: string;
        };
        path: {
          id: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              balances: components["schemas"]["PointsBalance"][];
              next?: string;
              postings: components["schemas"]["PointsPosting"][];
              profileId: string;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/profiles/{id}/recommendations": {
    get: {
      parameters: {
        query?: {
          by?: "bought-together" | "similar" | "next-in-category" | "reorder" | "new-arrivals" | "popular" | "best";
          limit?: number;
        };
        path: {
          id: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              recommendations: components["schemas"]["Recommendation"][];
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/profiles/{id}/rewards": {
    get: {
      parameters: {
        query?: {
          program?: string;
        };
        path: {
          id: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              profileId: string;
              redemptions: components["schemas"]["RewardRedemption"][];
              rewards: components["schemas"]["LoyaltyReward"][];
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/profiles/{id}/self-service": {
    post: {
      parameters: {
        path: {
          id: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              expiresAt: string;
              url: string;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/profiles/{id}/self-service/end": {
    post: {
      parameters: {
        path: {
          id: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              endedAt: string;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/profiles/{id}/split": {
    post: {
      parameters: {
        path: {
          id: string;
        };
      };
      requestBody: {
        content: {
          "application/json": {
            from: string;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              events: number;
              from: string;
              ids: string[];
              profileId: string;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/profiles/{id}/store-credit": {
    get: {
      parameters: {
        path: {
          id: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              balances: components["schemas"]["StoreCredit"][];
              profileId: string;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/profiles/{id}/timeline": {
    get: {
      parameters: {
        query?: {
          locale?: "en" | "es";
          zone?: string;
          limit?: number;
          cursor?: string;
        };
        path: {
          id: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              items: components["schemas"]["TimelineItem"][];
              next?: string;
              profileId: string;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/profiles/{id}/why": {
    get: {
      parameters: {
        query: {
          message: string;
          locale?: "en" | "es";
          zone?: string;
        };
        path: {
          id: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              answer: "sent" | "not-sent" | "put-off" | "on-the-way" | "held-out" | "left-before" | "never-entered" | "nobody-sends-it";
              message: string;
              neverEntered: {
                  journey: string;
                  text: string;
                }[];
              profileId: string;
              runs: components["schemas"]["WhyRun"][];
              text: string;
              turnedAway: components["schemas"]["Decision"][];
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/records/{kind}": {
    get: {
      parameters: {
        query?: {
          filter?: string;
          sort?: string;
          deleted?: "1";
          limit?: number;
          cursor?: string;
          tenant?: string;
        };
        path: {
          kind: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              next?: string;
              records: components["schemas"]["Record"][];
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
    post: {
      parameters: {
        header?: {
          "idempotency-key"?: string;
        };
        path: {
          kind: string;
        };
      };
      requestBody: {
        content: {
          "application/json": {
            data: {
              [key: string]: unknown;
            };
            owner?: string;
            stage?: string;
            team?: string;
          };
        };
      };
      responses: {
        201: {
          content: {
            "application/json": components["schemas"]["Record"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/records/{kind}/{id}": {
    get: {
      parameters: {
        path: {
          kind: string;
          id: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["Record"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
    delete: {
      parameters: {
        header?: {
          "if-match"?: string;
        };
        path: {
          kind: string;
          id: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["Record"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        412: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
    patch: {
      parameters: {
        header?: {
          "if-match"?: string;
        };
        path: {
          kind: string;
          id: string;
        };
      };
      requestBody: {
        content: {
          "application/json": {
            data?: {
              [key: string]: unknown;
            };
            owner?: string | null;
            stage?: string;
            team?: string | null;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["Record"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        412: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/records/{kind}/{id}/calendar": {
    get: {
      parameters: {
        path: {
          kind: string;
          id: string;
        };
      };
      responses: {
        200: {
          content: {
            "text/calendar": string;
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/records/{kind}/{id}/convert": {
    post: {
      parameters: {
        path: {
          kind: string;
          id: string;
        };
      };
      requestBody: {
        content: {
          "application/json": {
            account?: string | false;
            contact?: string;
            deal?: false | {
              data?: {
                [key: string]: unknown;
              };
              owner?: string;
              stage?: string;
              team?: string;
            };
            dry?: boolean;
            role?: string;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["Converted"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/records/{kind}/{id}/history": {
    get: {
      parameters: {
        query?: {
          limit?: number;
          cursor?: string;
          tenant?: string;
        };
        path: {
          kind: string;
          id: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              history: components["schemas"]["RecordHistory"][];
              next?: string;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/records/{kind}/{id}/links": {
    get: {
      parameters: {
        path: {
          kind: string;
          id: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              links: (components["schemas"]["RecordLink"] & ({
                  direction: "out" | "in";
                }))[];
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/records/{kind}/{id}/links/{otherKind}/{otherId}": {
    put: {
      parameters: {
        path: {
          kind: string;
          id: string;
          otherKind: string;
          otherId: string;
        };
      };
      requestBody: {
        content: {
          "application/json": {
            role?: string;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["Record"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
    delete: {
      parameters: {
        path: {
          kind: string;
          id: string;
          otherKind: string;
          otherId: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["Record"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/records/{kind}/{id}/registrations": {
    get: {
      parameters: {
        path: {
          kind: string;
          id: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["EventPlaces"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
    post: {
      parameters: {
        path: {
          kind: string;
          id: string;
        };
      };
      requestBody: {
        content: {
          "application/json": {
            profile: string;
          };
        };
      };
      responses: {
        201: {
          content: {
            "application/json": components["schemas"]["Record"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/records/{kind}/{id}/restore": {
    post: {
      parameters: {
        header?: {
          "if-match"?: string;
        };
        path: {
          kind: string;
          id: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["Record"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        412: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/records/{kind}/{id}/results": {
    get: {
      parameters: {
        path: {
          kind: string;
          id: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["CampaignResults"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/records/{kind}/{id}/revise": {
    post: {
      parameters: {
        path: {
          kind: string;
          id: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["Record"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/records/{kind}/{id}/send": {
    post: {
      parameters: {
        path: {
          kind: string;
          id: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["Record"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/records/{kind}/preview": {
    post: {
      parameters: {
        path: {
          kind: string;
        };
      };
      requestBody: {
        content: {
          "application/json": {
            data: {
              [key: string]: unknown;
            };
            stage?: string;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              data: {
                [key: string]: unknown;
              };
              problems: {
                  code: string;
                  hint: string;
                  message: string;
                  path: string;
                }[];
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/records/{kind}/search": {
    post: {
      parameters: {
        path: {
          kind: string;
        };
      };
      requestBody: {
        content: {
          "application/json": {
            cursor?: string;
            deleted?: boolean;
            filter?: {
              [key: string]: unknown;
            };
            limit?: number;
            sort?: string;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              next?: string;
              records: components["schemas"]["Record"][];
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/referrals": {
    get: {
      parameters: {
        query?: {
          state?: "invited" | "clicked" | "signed-up" | "held" | "qualified" | "rewarded" | "clawed-back" | "denied";
          advocate?: string;
          friend?: string;
          limit?: number;
          cursor?: string;
          tenant?: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              next?: string;
              referrals: components["schemas"]["Referral"][];
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/referrals/{id}": {
    get: {
      parameters: {
        path: {
          id: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["Referral"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/referrals/{id}/appeal": {
    post: {
      parameters: {
        path: {
          id: string;
        };
      };
      requestBody: {
        content: {
          "application/json": {
            by?: string;
            text: string;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["Referral"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/referrals/{id}/approve": {
    post: {
      parameters: {
        path: {
          id: string;
        };
      };
      requestBody: {
        content: {
          "application/json": {
            by?: string;
            note?: string;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["Referral"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/referrals/{id}/deny": {
    post: {
      parameters: {
        path: {
          id: string;
        };
      };
      requestBody: {
        content: {
          "application/json": {
            by?: string;
            note?: string;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["Referral"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/referrals/advocates/{id}": {
    get: {
      parameters: {
        path: {
          id: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["Advocate"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/referrals/advocates/{id}/invitations": {
    post: {
      parameters: {
        path: {
          id: string;
        };
      };
      requestBody: {
        content: {
          "application/json": {
            email?: string;
            locale?: string;
            share?: "whatsapp" | "telegram" | "facebook" | "x" | "linkedin" | "bluesky" | "email";
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              outcome: "accepted" | "already" | "refused";
              reason?: "not-on" | "mails-off" | "suspended" | "address-not-valid" | "own-address" | "disposable-address" | "limit-reached";
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/referrals/advocates/{id}/lift": {
    post: {
      parameters: {
        path: {
          id: string;
        };
      };
      requestBody: {
        content: {
          "application/json": {
            by?: string;
            reason: string;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["Advocate"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/referrals/advocates/{id}/suspend": {
    post: {
      parameters: {
        path: {
          id: string;
        };
      };
      requestBody: {
        content: {
          "application/json": {
            by?: string;
            reason: string;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["Advocate"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/reports": {
    get: {
      parameters: {
        query?: {
          limit?: number;
          cursor?: string;
          tenant?: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              next?: string;
              reports: components["schemas"]["Report"][];
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
    post: {
      parameters: {
        header?: {
          "idempotency-key"?: string;
        };
      };
      requestBody: {
        content: {
          "application/json": {
            figures: {
                figure: string;
                parameters?: {
                  [key: string]: string;
                };
              }[];
            language?: "en" | "es";
            name: string;
            period?: "yesterday" | "last-7-days" | "last-30-days" | "last-90-days" | "last-365-days" | "last-week" | "last-month";
            schedule: OneOf<[{
              at: string;
              every: "day";
            }, {
              at: string;
              every: "week";
              on: string[];
            }, {
              at: string;
              every: "month";
              on: number | "last";
            }]>;
            to: string[];
          };
        };
      };
      responses: {
        201: {
          content: {
            "application/json": components["schemas"]["Report"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/reports/{id}": {
    get: {
      parameters: {
        path: {
          id: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["Report"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
    put: {
      parameters: {
        path: {
          id: string;
        };
      };
      requestBody: {
        content: {
          "application/json": {
            figures: {
                figure: string;
                parameters?: {
                  [key: string]: string;
                };
              }[];
            language?: "en" | "es";
            name: string;
            period?: "yesterday" | "last-7-days" | "last-30-days" | "last-90-days" | "last-365-days" | "last-week" | "last-month";
            schedule: OneOf<[{
              at: string;
              every: "day";
            }, {
              at: string;
              every: "week";
              on: string[];
            }, {
              at: string;
              every: "month";
              on: number | "last";
            }]>;
            to: string[];
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["Report"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
    delete: {
      parameters: {
        path: {
          id: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              removed: true;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/reports/{id}/send": {
    post: {
      parameters: {
        path: {
          id: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["Report"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/retention": {
    get: {
      parameters: {
        query?: {
          wanted?: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              classes: components["schemas"]["RetentionClass"][];
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/rules": {
    get: {
      responses: {
        200: {
          content: {
            "application/json": {
              rules: components["schemas"]["Rule"][];
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/rules/try": {
    post: {
      requestBody: {
        content: {
          "application/json": {
            conditions: {
              [key: string]: unknown;
            };
            days?: number;
            on: string[];
            sample?: number;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["RuleTrial"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/runs": {
    get: {
      parameters: {
        query?: {
          journey?: string;
          version?: number;
          profile?: string;
          status?: "active" | "ended";
          outcome?: string;
          step?: string;
          limit?: number;
          cursor?: string;
          tenant?: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              next?: string;
              runs: components["schemas"]["Run"][];
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
    post: {
      parameters: {
        header?: {
          "idempotency-key"?: string;
        };
      };
      requestBody: {
        content: {
          "application/json": components["schemas"]["Enrolment"];
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["Enrolled"];
          };
        };
        201: {
          content: {
            "application/json": components["schemas"]["Enrolled"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/runs/{id}": {
    get: {
      parameters: {
        query?: {
          locale?: "en" | "es";
          zone?: string;
        };
        path: {
          id: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              decisions: components["schemas"]["Decision"][];
              run: components["schemas"]["Run"];
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/runs/{id}/commands": {
    post: {
      parameters: {
        header?: {
          "idempotency-key"?: string;
        };
        path: {
          id: string;
        };
      };
      requestBody: {
        content: {
          "application/json": {
            kind: "exit";
            outcome?: string;
            reason?: string;
          } | {
            kind: "skip";
          } | {
            kind: "move";
            to: string;
          } | {
            kind: "restart";
          } | {
            kind: "freeze";
          } | ({
            kind: "resume";
            policy?: "shift" | "catch-up" | "skip";
          }) | ({
            kind: "migrate";
            map?: {
              [key: string]: string;
            };
            version: number;
            when: "now" | "next-step";
          });
        };
      };
      responses: {
        202: {
          content: {
            "application/json": {
              command: string;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/sales/forecast": {
    get: {
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["SalesForecast"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/sales/performance": {
    get: {
      parameters: {
        query?: {
          from?: string;
          to?: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["SalesPerformance"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/sales/pipeline": {
    get: {
      parameters: {
        query?: {
          from?: string;
          to?: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["SalesPipeline"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/search": {
    get: {
      parameters: {
        query: {
          q: string;
          kinds?: string;
          limit?: number;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              results: components["schemas"]["SearchHit"][];
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/segments": {
    get: {
      responses: {
        200: {
          content: {
            "application/json": {
              countedAt: string;
              segments: components["schemas"]["Segment"][];
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/segments/{key}": {
    get: {
      parameters: {
        path: {
          key: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["Segment"] & {
              countedAt: string;
              definition: {
                [key: string]: unknown;
              };
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/segments/{key}/overlap": {
    get: {
      parameters: {
        query?: {
          with?: string;
        };
        path: {
          key: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["SegmentOverlap"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/segments/preview": {
    post: {
      requestBody: {
        content: {
          "application/json": {
            overlaps?: boolean;
            sample?: number;
            when: {
              [key: string]: unknown;
            };
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["AudiencePreview"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/store-credit": {
    post: {
      parameters: {
        header?: {
          "idempotency-key"?: string;
        };
      };
      requestBody: {
        content: {
          "application/json": {
            action: "issue" | "redeem" | "rollback";
            amount?: number;
            currency: string;
            expiresAt?: string;
            person: {
              anonymousId?: string;
              email?: string;
              id?: string;
              userId?: string;
            };
            reason?: string;
            redemption?: string;
            ref?: string;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              amount: number;
              credit: components["schemas"]["StoreCredit"];
              redemption: string;
              state: "posted" | "already";
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/suppressions": {
    get: {
      parameters: {
        query?: {
          channel?: string;
          address?: string;
          limit?: number;
          cursor?: string;
          tenant?: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              next?: string;
              suppressions: components["schemas"]["Suppression"][];
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
    post: {
      requestBody: {
        content: {
          "application/json": {
            address: string;
            channel?: string;
            reason?: string;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["Suppression"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
    delete: {
      parameters: {
        query: {
          channel?: string;
          address: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              removed: boolean;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/surveys/{key}/results": {
    get: {
      parameters: {
        query?: {
          from?: string;
          until?: string;
        };
        path: {
          key: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["SurveyResults"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/syncs": {
    get: {
      responses: {
        200: {
          content: {
            "application/json": {
              syncs: components["schemas"]["Sync"][];
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/syncs/{sync}": {
    get: {
      parameters: {
        path: {
          sync: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["Sync"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/syncs/{sync}/issues": {
    get: {
      parameters: {
        query?: {
          limit?: number;
          cursor?: string;
          tenant?: string;
        };
        path: {
          sync: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              issues: components["schemas"]["SyncIssue"][];
              next?: string;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/syncs/{sync}/issues/{id}/retry": {
    post: {
      parameters: {
        path: {
          sync: string;
          id: string;
        };
      };
      requestBody: {
        content: {
          "application/json": {
            take?: "ours" | "theirs";
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              retried: number;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/syncs/{sync}/issues/retry": {
    post: {
      parameters: {
        path: {
          sync: string;
        };
      };
      requestBody: {
        content: {
          "application/json": {
            take?: "ours" | "theirs";
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              retried: number;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/syncs/{sync}/pause": {
    post: {
      parameters: {
        path: {
          sync: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["Sync"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/syncs/{sync}/preview": {
    get: {
      parameters: {
        query?: {
          limit?: number;
        };
        path: {
          sync: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              rows: components["schemas"]["SyncPreview"][];
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/syncs/{sync}/resume": {
    post: {
      parameters: {
        path: {
          sync: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["Sync"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/syncs/{sync}/run": {
    post: {
      parameters: {
        path: {
          sync: string;
        };
      };
      requestBody: {
        content: {
          "application/json": {
            everything?: boolean;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["Sync"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/tasks": {
    get: {
      parameters: {
        query?: {
          state?: "open" | "done";
          profile?: string;
          journey?: string;
          limit?: number;
          cursor?: string;
          tenant?: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              next?: string;
              tasks: components["schemas"]["Task"][];
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/tasks/{id}/done": {
    post: {
      parameters: {
        header?: {
          "idempotency-key"?: string;
        };
        path: {
          id: string;
        };
      };
      requestBody: {
        content: {
          "application/json": {
            by?: string;
            note?: string;
            outcome?: string;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              already: boolean;
              assignee?: string;
              by?: string;
              createdAt: string;
              doneAt?: string;
              dueAt?: string;
              id: string;
              journey?: string;
              note?: string;
              outcome?: string;
              profileId: string;
              run?: string;
              state: "open" | "done";
              step?: string;
              team?: string;
              title: string;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/teams": {
    get: {
      parameters: {
        query?: {
          limit?: number;
          cursor?: string;
          tenant?: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              next?: string;
              teams: components["schemas"]["Team"][];
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
    post: {
      parameters: {
        header?: {
          "idempotency-key"?: string;
        };
      };
      requestBody: {
        content: {
          "application/json": {
            hours?: {
              holidays?: string[];
              hours: ({
                  days?: string[];
                  from?: string;
                  to?: string | "24:00";
                })[];
              zone?: string;
            };
            key: string;
            name: string;
          };
        };
      };
      responses: {
        201: {
          content: {
            "application/json": components["schemas"]["Team"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/teams/{key}": {
    get: {
      parameters: {
        path: {
          key: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["Team"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
    patch: {
      parameters: {
        header?: {
          "if-match"?: string;
        };
        path: {
          key: string;
        };
      };
      requestBody: {
        content: {
          "application/json": {
            active?: boolean;
            hours?: ({
              holidays?: string[];
              hours: ({
                  days?: string[];
                  from?: string;
                  to?: string | "24:00";
                })[];
              zone?: string;
            }) | null;
            name?: string;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["Team"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        412: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/templates": {
    get: {
      responses: {
        200: {
          content: {
            "application/json": {
              templates: components["schemas"]["Template"][];
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/templates/{key}": {
    get: {
      parameters: {
        path: {
          key: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["TemplateDetail"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/templates/{key}/page": {
    get: {
      parameters: {
        query?: {
          profile?: string;
          locale?: string;
          draft?: "0" | "1";
          tenant?: string;
          state?: string;
          scheme?: "light" | "dark";
          pictures?: "0" | "1";
        };
        path: {
          key: string;
        };
      };
      responses: {
        200: {
          content: {
            "text/html": string;
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/templates/{key}/preview": {
    get: {
      parameters: {
        query?: {
          profile?: string;
          locale?: string;
          draft?: "0" | "1";
          language?: "en" | "es";
        };
        path: {
          key: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["TemplatePreview"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/templates/{key}/test": {
    post: {
      parameters: {
        path: {
          key: string;
        };
      };
      requestBody: {
        content: {
          "application/json": {
            draft?: boolean;
            locale?: string;
            profile?: string;
            to: string;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              to: string;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/templates/page": {
    post: {
      parameters: {
        query?: {
          tenant?: string;
        };
      };
      requestBody?: {
        content: {
          "application/json": {
            html: string;
            pictures?: "0" | "1";
            scheme?: "light" | "dark";
          };
          "application/x-www-form-urlencoded": {
            html: string;
            pictures?: "0" | "1";
            scheme?: "light" | "dark";
          };
        };
      };
      responses: {
        200: {
          content: {
            "text/html": string;
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/users": {
    get: {
      parameters: {
        query?: {
          handle?: string;
          email?: string;
          team?: string;
          role?: "owner" | "admin" | "marketer" | "author" | "agent" | "viewer";
          state?: "invited" | "active" | "deactivated";
          limit?: number;
          cursor?: string;
          tenant?: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              next?: string;
              users: components["schemas"]["User"][];
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
    post: {
      parameters: {
        header?: {
          "idempotency-key"?: string;
        };
      };
      requestBody: {
        content: {
          "application/json": {
            email: string;
            handle?: string;
            hours?: {
              holidays?: string[];
              hours: ({
                  days?: string[];
                  from?: string;
                  to?: string | "24:00";
                })[];
              zone?: string;
            };
            name: string;
            role: "owner" | "admin" | "marketer" | "author" | "agent" | "viewer";
            teams?: string[];
          };
        };
      };
      responses: {
        201: {
          content: {
            "application/json": components["schemas"]["User"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/users/{id}": {
    get: {
      parameters: {
        path: {
          id: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["User"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
    patch: {
      parameters: {
        header?: {
          "if-match"?: string;
        };
        path: {
          id: string;
        };
      };
      requestBody: {
        content: {
          "application/json": {
            active?: boolean;
            away?: {
              note?: string;
              until?: string;
            } | null;
            email?: string;
            handle?: string;
            hours?: ({
              holidays?: string[];
              hours: ({
                  days?: string[];
                  from?: string;
                  to?: string | "24:00";
                })[];
              zone?: string;
            }) | null;
            name?: string;
            role?: "owner" | "admin" | "marketer" | "author" | "agent" | "viewer";
            teams?: string[];
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["User"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        412: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/users/{id}/sessions": {
    get: {
      parameters: {
        path: {
          id: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              sessions: components["schemas"]["Session"][];
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
    delete: {
      parameters: {
        path: {
          id: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              ended: number;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/users/{id}/sessions/{session}": {
    delete: {
      parameters: {
        path: {
          id: string;
          session: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              ended: number;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/users/{id}/sign-in-link": {
    post: {
      parameters: {
        path: {
          id: string;
        };
      };
      responses: {
        201: {
          content: {
            "application/json": {
              expiresAt: string;
              url: string;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/value": {
    get: {
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["CustomerValue"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/value/clusters": {
    get: {
      parameters: {
        query?: {
          locale?: "en" | "es";
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["BuyerClusters"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/warehouse": {
    get: {
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["Warehouse"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/warehouse/check": {
    post: {
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["WarehouseCheck"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/warehouse/exports": {
    post: {
      requestBody: {
        content: {
          "application/json": {
            full?: boolean;
          };
        };
      };
      responses: {
        202: {
          content: {
            "application/json": components["schemas"]["Warehouse"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/warehouse/query": {
    post: {
      requestBody: {
        content: {
          "application/json": {
            limit?: number;
            sql: string;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["WarehouseAnswer"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/work": {
    get: {
      parameters: {
        query?: {
          assignee?: string;
          team?: string;
          free?: "1";
          type?: "task" | "record" | "conversation" | "mention" | "approval";
          limit?: number;
          cursor?: string;
          tenant?: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              next?: string;
              work: components["schemas"]["WorkItem"][];
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/work/{type}/{id}/claim": {
    post: {
      parameters: {
        path: {
          type: "task" | "record" | "conversation" | "mention" | "approval";
          id: string;
        };
      };
      requestBody: {
        content: {
          "application/json": {
            user?: string;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              ok: true;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/work/{type}/{id}/done": {
    post: {
      parameters: {
        path: {
          type: "task" | "record" | "conversation" | "mention" | "approval";
          id: string;
        };
      };
      requestBody: {
        content: {
          "application/json": {
            by?: string;
            data?: {
              [key: string]: unknown;
            };
            note?: string;
            outcome?: string;
            stage?: string;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              ok: true;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/work/{type}/{id}/hand-over": {
    post: {
      parameters: {
        path: {
          type: "task" | "record" | "conversation" | "mention" | "approval";
          id: string;
        };
      };
      requestBody: {
        content: {
          "application/json": {
            assignee?: string | null;
            team?: string | null;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              ok: true;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/work/{type}/{id}/snooze": {
    post: {
      parameters: {
        path: {
          type: "task" | "record" | "conversation" | "mention" | "approval";
          id: string;
        };
      };
      requestBody: {
        content: {
          "application/json": {
            until: string | null;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              ok: true;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/workspace": {
    put: {
      parameters: {
        query?: {
          dryRun?: "0" | "1";
        };
        header?: {
          "idempotency-key"?: string;
        };
      };
      requestBody: {
        content: {
          "application/json": components["schemas"]["Publication"];
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["Published"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/workspace/approvals": {
    get: {
      parameters: {
        query?: {
          state?: "draft" | "review" | "approved" | "live" | "withdrawn";
          author?: string;
          limit?: number;
          cursor?: string;
          tenant?: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              approvals: components["schemas"]["Approval"][];
              next?: string;
              required: boolean;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
    post: {
      requestBody: {
        content: {
          "application/json": {
            note: string;
            paths?: string[];
          };
        };
      };
      responses: {
        201: {
          content: {
            "application/json": components["schemas"]["Approval"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/workspace/approvals/{id}": {
    get: {
      parameters: {
        path: {
          id: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["ApprovalWithFiles"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/workspace/approvals/{id}/approve": {
    post: {
      parameters: {
        path: {
          id: string;
        };
      };
      requestBody: {
        content: {
          "application/json": {
            note?: string;
            round: number;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["Approval"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/workspace/approvals/{id}/publish": {
    post: {
      parameters: {
        query?: {
          dryRun?: "0" | "1";
        };
        header?: {
          "idempotency-key"?: string;
        };
        path: {
          id: string;
        };
      };
      requestBody: {
        content: {
          "application/json": {
            expect?: number;
            note?: string;
            plan?: {
              [key: string]: unknown;
            };
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["Published"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/workspace/approvals/{id}/return": {
    post: {
      parameters: {
        path: {
          id: string;
        };
      };
      requestBody: {
        content: {
          "application/json": {
            note: string;
            round: number;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["Approval"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/workspace/approvals/{id}/schedule": {
    post: {
      parameters: {
        path: {
          id: string;
        };
      };
      requestBody: {
        content: {
          "application/json": {
            at: string | null;
            expect?: number;
            plan?: {
              [key: string]: unknown;
            };
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["Approval"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/workspace/approvals/{id}/send": {
    post: {
      parameters: {
        path: {
          id: string;
        };
      };
      requestBody: {
        content: {
          "application/json": {
            note: string;
            paths?: string[];
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["Approval"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/workspace/approvals/{id}/withdraw": {
    post: {
      parameters: {
        path: {
          id: string;
        };
      };
      requestBody: {
        content: {
          "application/json": Record<string, never>;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["Approval"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/workspace/check": {
    post: {
      requestBody: {
        content: {
          "application/json": {
            files?: {
              [key: string]: string | null;
            };
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              problems: components["schemas"]["ProblemItem"][];
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/workspace/compare": {
    post: {
      requestBody: {
        content: {
          "application/json": {
            hashes: {
              [key: string]: string;
            };
            pulled?: number;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              files: ({
                  hash?: string;
                  path: string;
                  standing: "same" | "ahead" | "behind" | "both";
                })[];
              revision: number;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/workspace/drafts/{path}": {
    put: {
      parameters: {
        path: {
          path: string;
        };
      };
      requestBody: {
        content: {
          "application/json": {
            base?: string | null;
            text: string | null;
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["WorkspaceFileContent"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
    delete: {
      parameters: {
        path: {
          path: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              path: string;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/workspace/drafts/publish": {
    post: {
      parameters: {
        query?: {
          dryRun?: "0" | "1";
        };
        header?: {
          "idempotency-key"?: string;
        };
      };
      requestBody: {
        content: {
          "application/json": {
            expect?: number;
            note?: string;
            plan?: {
              [key: string]: unknown;
            };
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["Published"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/workspace/files": {
    get: {
      responses: {
        200: {
          content: {
            "application/json": {
              files: components["schemas"]["WorkspaceFile"][];
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/workspace/files/{path}": {
    get: {
      parameters: {
        path: {
          path: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["WorkspaceFileContent"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/workspace/publications": {
    get: {
      parameters: {
        query?: {
          limit?: number;
          cursor?: string;
          tenant?: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              next?: string;
              publications: components["schemas"]["WorkspacePublication"][];
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/workspace/publications/{revision}": {
    get: {
      parameters: {
        path: {
          revision: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["WorkspacePublicationWithFiles"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/workspace/publications/{revision}/revert": {
    post: {
      parameters: {
        query?: {
          dryRun?: "0" | "1";
        };
        header?: {
          "idempotency-key"?: string;
        };
        path: {
          revision: string;
        };
      };
      requestBody: {
        content: {
          "application/json": {
            expect?: number;
            note?: string;
            plan?: {
              [key: string]: unknown;
            };
          };
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["Published"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/workspace/publications/{revision}/review": {
    post: {
      parameters: {
        path: {
          revision: string;
        };
      };
      requestBody: {
        content: {
          "application/json": {
            note: string;
          };
        };
      };
      responses: {
        201: {
          content: {
            "application/json": components["schemas"]["Approval"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        409: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        422: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/workspace/schema": {
    get: {
      parameters: {
        query: {
          of: "journey" | "fragment" | "journey-test" | "rule" | "segment" | "offer" | "program" | "object" | "object-test" | "message" | "ciclo" | "catalog";
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              of: "journey" | "fragment" | "journey-test" | "rule" | "segment" | "offer" | "program" | "object" | "object-test" | "message" | "ciclo" | "catalog";
              schema: {
                [key: string]: unknown;
              };
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/api/workspace/vocabulary": {
    get: {
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["TemplateVocabulary"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        403: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/v1/alias": {
    post: {
      parameters: {
        query?: {
          strict?: string;
          backfill?: string;
        };
      };
      requestBody: {
        content: {
          "application/json": components["schemas"]["Call"];
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["TrackingResult"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        413: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        429: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        503: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/v1/batch": {
    post: {
      parameters: {
        query?: {
          strict?: string;
          backfill?: string;
        };
      };
      requestBody: {
        content: {
          "application/json": components["schemas"]["Batch"];
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["TrackingResult"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        413: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        429: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        503: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/v1/group": {
    post: {
      parameters: {
        query?: {
          strict?: string;
          backfill?: string;
        };
      };
      requestBody: {
        content: {
          "application/json": components["schemas"]["Call"];
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["TrackingResult"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        413: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        429: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        503: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/v1/identify": {
    post: {
      parameters: {
        query?: {
          strict?: string;
          backfill?: string;
        };
      };
      requestBody: {
        content: {
          "application/json": components["schemas"]["Call"];
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["TrackingResult"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        413: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        429: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        503: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/v1/page": {
    post: {
      parameters: {
        query?: {
          strict?: string;
          backfill?: string;
        };
      };
      requestBody: {
        content: {
          "application/json": components["schemas"]["Call"];
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["TrackingResult"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        413: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        429: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        503: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/v1/screen": {
    post: {
      parameters: {
        query?: {
          strict?: string;
          backfill?: string;
        };
      };
      requestBody: {
        content: {
          "application/json": components["schemas"]["Call"];
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["TrackingResult"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        413: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        429: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        503: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/v1/track": {
    post: {
      parameters: {
        query?: {
          strict?: string;
          backfill?: string;
        };
      };
      requestBody: {
        content: {
          "application/json": components["schemas"]["Call"];
        };
      };
      responses: {
        200: {
          content: {
            "application/json": components["schemas"]["TrackingResult"];
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        413: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        429: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        503: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
  "/webhooks/{tenant}/{instance}": {
    post: {
      parameters: {
        path: {
          tenant: string;
          instance: string;
        };
      };
      responses: {
        200: {
          content: {
            "application/json": {
              duplicate: boolean;
              received: boolean;
            };
          };
        };
        400: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        401: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        404: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
        413: {
          content: {
            "application/problem+json": components["schemas"]["Problem"];
          };
        };
      };
    };
  };
};
export type webhooks = Record<string, never>;
export type components = {
  schemas: {
    Advocate: {
      code: string;
      profileId: string;
      referrals: {
        "clawed-back"?: number;
        clicked?: number;
        denied?: number;
        held?: number;
        invited?: number;
        qualified?: number;
        rewarded?: number;
        "signed-up"?: number;
      };
      shares: number;
      suspended?: {
        at: string;
        by?: string;
        reason: string;
      };
    };
    ApiKey: {
      createdAt: string;
      expiresAt?: string;
      id: string;
      kind: "public" | "server";
      lastUsedAt?: string;
      name: string;
      replacedBy?: string;
      revokedAt?: string;
      scopes: ("track:public" | "track:server" | "read" | "draft" | "write" | "publish" | "publish:unreviewed" | "records:read" | "records:write" | "personal-data" | "team")[];
      tenant: string;
    };
    Approval: {
      author: {
        id: string;
        kind: "user" | "key" | "engine";
      };
      createdAt: string;
      id: string;
      note: string;
      paths: string[];
      reviewer?: string;
      revision?: number;
      round: number;
      scheduledAt?: string;
      since: string;
      state: "draft" | "review" | "approved" | "live" | "withdrawn";
      team?: string;
    };
    ApprovalWithFiles: components["schemas"]["Approval"] & ({
      acts: ({
          act: "send" | "approve" | "return" | "change" | "schedule" | "unschedule" | "publish" | "fail" | "withdraw";
          at: string;
          by: {
            id: string;
            kind: "user" | "key" | "engine";
          };
          note?: string;
        })[];
      files: ({
          change: "added" | "changed" | "removed";
          hunks: ({
              after: number;
              before: number;
              lines: ({
                  kind: "same" | "removed" | "added";
                  text: string;
                })[];
            })[];
          isCut: boolean;
          isStale: boolean;
          lines: {
            added: number;
            removed: number;
          };
          path: string;
        })[];
      problems: components["schemas"]["ProblemItem"][];
    });
    AudiencePreview: {
      everybody: number;
      members: number;
      overlaps: {
          both: number;
          members: number;
          name: string;
          segment: string;
        }[];
      sample: {
          id: string;
          ids: string[];
          traits: {
            [key: string]: unknown;
          };
        }[];
    };
    AuditLine: {
      action: string;
      actor: {
        id: string;
        kind: "key" | "user" | "cli" | "engine" | "person";
      };
      at: string;
      details?: {
        [key: string]: string | number | boolean;
      };
      id: string;
      requestId?: string;
      subject?: string;
    };
    Batch: {
      batch: ({
          anonymousId?: string;
          backfill?: boolean;
          context?: {
            [key: string]: unknown;
          };
          event?: string;
          groupId?: string;
          messageId?: string;
          previousId?: string;
          properties?: {
            [key: string]: unknown;
          };
          timestamp?: string;
          traits?: {
            [key: string]: unknown;
          };
          type: "track" | "identify" | "page" | "screen" | "group" | "alias";
          userHash?: string;
          userId?: string;
          userToken?: string;
          [key: string]: unknown;
        })[];
      context?: {
        [key: string]: unknown;
      };
      sentAt?: string;
      writeKey?: string;
      [key: string]: unknown;
    };
    Broadcast: {
      changedAt: string;
      createdAt: string;
      endedAt?: string;
      figures: components["schemas"]["BroadcastFigures"];
      id: string;
      journey: string;
      matched?: number;
      plan: {
        audience?: {
          everybody?: boolean;
          exclude?: string[];
          segments?: string[];
          when?: {
            [key: string]: unknown;
          };
        };
        campaign?: string;
        channel?: string;
        description?: string;
        goal?: {
          on: string;
          value?: string;
          within?: string;
        };
        holdout?: number;
        name: string;
        onCap?: "skip" | "wait";
        onQuiet?: "wait" | "skip";
        perMinute?: number;
        schedule?: OneOf<[{
          kind: "now";
        }, {
          at: string;
          kind: "at";
        }, {
          at: string;
          kind: "local";
        }]>;
        test?: {
          after: string;
          by: "opened" | "clicked" | "converted" | "hand";
          share: number;
        };
        topic?: string;
        variants?: {
            message: string;
            name: string;
            weight?: number;
          }[];
      };
      problem?: string;
      rev: number;
      startAt?: string;
      startedAt?: string;
      state: "draft" | "scheduled" | "sending" | "testing" | "paused" | "sent" | "cancelled";
      testUntil?: string;
      winner?: {
        at: string;
        by: "rate" | "hand";
        variant: string;
      };
    };
    BroadcastAudience: {
      heldOut: number;
      isExact: boolean;
      lookedAt: number;
      matched: number;
      reached: {
        high: number;
        low: number;
        people: number;
      };
      sent: number;
      skipped: {
          high: number;
          low: number;
          people: number;
          reason: string;
          text: string;
        }[];
      waits: {
          high: number;
          low: number;
          people: number;
          reason: string;
          text: string;
        }[];
    };
    BroadcastFigures: {
      bounced: number;
      clicked: number;
      complained: number;
      countedAt: string;
      opened: number;
      sent: number;
      unsubscribed: number;
    };
    BroadcastResults: {
      broadcast: components["schemas"]["Broadcast"];
      converted: number;
      experiment?: components["schemas"]["Result"];
      lift?: components["schemas"]["Result"];
      progress: {
        entered: number;
        failed: {
            people: number;
            reason: string;
            text: string;
          }[];
        heldOut: number;
        matched: number;
        sent: number;
        skipped: {
            people: number;
            reason: string;
            text: string;
          }[];
        waiting: number;
      };
      revenue: {
          amount: number;
          currency: string;
          minor: number;
        }[];
      variants: {
          bounced: number;
          clicked: number;
          clickRate: {
            high: number;
            low: number;
            value: number;
          };
          complained: number;
          message: string;
          name: string;
          opened: number;
          openRate: {
            high: number;
            low: number;
            value: number;
          };
          sent: number;
          unsubscribed: number;
          unsubscribeRate: {
            high: number;
            low: number;
            value: number;
          };
        }[];
    };
    BroadcastWithProblems: components["schemas"]["Broadcast"] & {
      problems: components["schemas"]["ProblemItem"][];
    };
    BuyerClusters: {
      clusters: {
          differs: string[];
          name: string;
          people: number;
          precision: number;
          recall: number;
          rule: string[];
          share: number;
          when: {
            [key: string]: unknown;
          };
        }[];
      currency: string;
      isExact: boolean;
      lookedAt: number;
      needs: {
        buyers: number;
      };
      silhouette?: number;
      state: "ready" | "not-enough-data";
      structure?: "strong" | "reasonable" | "weak" | "none";
      tried: {
          k: number;
          silhouette: number;
        }[];
    };
    Call: {
      anonymousId?: string;
      backfill?: boolean;
      context?: {
        [key: string]: unknown;
      };
      event?: string;
      groupId?: string;
      messageId?: string;
      previousId?: string;
      properties?: {
        [key: string]: unknown;
      };
      timestamp?: string;
      traits?: {
        [key: string]: unknown;
      };
      userHash?: string;
      userId?: string;
      userToken?: string;
      [key: string]: unknown;
    };
    CampaignResults: {
      countedAt: string;
      from?: string;
      people: number;
      posts: {
          at: string;
          id: string;
          state: string;
          text: string;
        }[];
      sources: ({
          clicked: number;
          converted: number;
          entered: number;
          id: string;
          kind: "journey" | "broadcast";
          name: string;
          opened: number;
          revenue: {
              amount: number;
              currency: string;
              minor: number;
            }[];
          sent: number;
          unsubscribed: number;
        })[];
      totals: {
          budget?: number;
          cost: number;
          currency: string;
          profit: number;
          refunded: number;
          return?: number;
          revenue: number;
          sendingCost: number;
        }[];
      until?: string;
    };
    Cart: {
      currency: string;
      lines?: {
          brand?: string;
          category?: string;
          id?: string;
          name?: string;
          price: number;
          productId?: string;
          quantity?: number;
          sku?: string;
        }[];
      orderValue?: number;
      shipping?: number;
    };
    Channel: {
      channel: string;
      exceptTransactional?: boolean;
      held: number;
      rate?: number;
      reason?: string;
      sends?: "hold" | "skip";
      since?: string;
      state: "on" | "off";
    };
    Clock: {
      aheadMs: number;
      now: string;
    };
    Connection: {
      by?: {
        id: string;
        kind: "user" | "key";
      };
      expiresAt?: string;
      grant: "authorization-code" | "client-credentials";
      scopes?: string;
      since?: string;
      state: "connected" | "not-connected" | "ended";
      why?: string;
    };
    Connector: {
      actions: {
          channel?: string;
          earlier: number[];
          name: string;
          title: string;
          version: number;
        }[];
      config: {
        [key: string]: unknown;
      };
      id: string;
      name: string;
      polls: {
          name: string;
          title: string;
        }[];
      version: string;
      webhooks: {
          name: string;
          title: string;
        }[];
    };
    ConsentEntry: {
      at: string;
      basis: "express" | "implied";
      channel: string;
      confirmed: boolean;
      counts: boolean;
      erased: boolean;
      event?: string;
      evidence?: components["schemas"]["ConsentEvidence"];
      expiresAt?: string;
      id: string;
      locale?: string;
      purpose: string;
      recordedAt: string;
      source?: string;
      status: "granted" | "withdrawn" | "expired";
      text?: string;
      textHash?: string;
      textVersion?: string;
      topic: string;
    };
    ConsentEvidence: {
      form?: string;
      message?: string;
      network?: string;
      order?: string;
      request?: {
        at: string;
        event: string;
      };
      userAgent?: string;
    };
    Conversation: {
      address: string;
      assignee?: string;
      automatic?: boolean;
      channel: string;
      id: string;
      lastAt: string;
      name?: string;
      openedAt: string;
      profileId?: string;
      records: {
          id: string;
          kind: string;
        }[];
      snoozedUntil?: string;
      solvedAt?: string;
      state: "open" | "waiting" | "solved";
      subject: string;
      suggestedProfileId?: string;
      tags: string[];
      team?: string;
      writtenTo?: string;
    };
    ConversationMessage: {
      answers?: {
        journey?: string;
        message: string;
        run?: string;
        step?: string;
      };
      at: string;
      authentication?: "pass" | "fail" | "unknown";
      automatic?: string;
      by?: string;
      channel: string;
      conversation: string;
      direction: "in" | "out" | "note";
      files: {
          id: string;
          name: string;
          size: number;
          type: string;
        }[];
      from?: string;
      fullText?: string;
      id: string;
      leftOut?: ({
          name: string;
          why: "too-many" | "too-large" | "not-allowed";
        })[];
      mentions?: string[];
      name?: string;
      optOut?: "stop" | "start" | "help";
      otherSender?: boolean;
      reason?: string;
      status?: "sending" | "retrying" | "sent" | "refused" | "bounced";
      subject: string;
      text: string;
      to?: string;
    };
    Converted: {
      account?: {
        by: string;
        id?: string;
        isNew: boolean;
      };
      contact?: {
        by: string;
        id?: string;
        isNew: boolean;
      };
      deal?: {
        by: string;
        id?: string;
        isNew: boolean;
      };
      notCopied: components["schemas"]["ProblemItem"][];
      record: components["schemas"]["Record"];
      role?: {
        by: string;
        id?: string;
        isNew: boolean;
      };
      state: "converted" | "already" | "planned";
    };
    Counted: {
      people: number;
      runs: number;
      total: number;
    };
    CustomerValue: {
      at?: string;
      buyers: number;
      currency?: string;
      day?: string;
      isUnderWay: boolean;
      predictions: {
        has: {
          repeatBuyers: number;
          weeks: number;
        };
        needs: {
          repeatBuyers: number;
          weeks: number;
        };
        state: "not-enough-data";
      } | {
        has: {
          repeatBuyers: number;
          weeks: number;
        };
        orders: {
          a: number;
          alpha: number;
          b: number;
          r: number;
        };
        people: number;
        spending?: {
          p: number;
          q: number;
          v: number;
        };
        state: "ready";
      };
      rfm: {
        needs: {
          buyers: number;
        };
        state: "not-enough-data";
      } | ({
        cuts: {
          frequency: number[];
          monetary: number[];
          recency: number[];
        };
        groups: ({
            group: "champions" | "loyal" | "potential-loyalists" | "new-customers" | "promising" | "need-attention" | "about-to-sleep" | "at-risk" | "cannot-lose-them" | "hibernating" | "lost";
            people: number;
          })[];
        state: "ready";
      });
    };
    Decision: {
      at: string;
      detail?: unknown;
      journey: string;
      kind: string;
      profileId: string;
      reason?: string;
      run: string;
      step: string | null;
      text: string;
      version: number;
      visit: number;
    };
    Delivery: {
      attempts: number;
      error?: string;
      id: string;
      instance: string;
      nextTryAt?: string;
      receivedAt: string;
      state: "pending" | "failing" | "done" | "dead";
      topic?: string;
      webhook: string;
    };
    DeliveryDetail: components["schemas"]["Delivery"] & {
      request: {
        body?: string;
        bytes: number;
        contentType?: string;
        method: string;
      };
    };
    DevMail: components["schemas"]["DevMailRow"] & {
      headers: {
        [key: string]: string;
      };
      html: string;
      messageId: string;
      text: string;
    };
    DevMailRow: {
      date: string;
      from: string;
      n: number;
      subject: string;
      to: string[];
    };
    Discount: {
      amount: number;
      gift?: string;
      lines: {
          discount: number;
          id: string;
          value: number;
        }[];
      shipping: number;
    };
    DryRun: {
      converted: number;
      costs: components["schemas"]["DryRunCosts"];
      cut: number;
      days: {
        [key: string]: number;
      };
      entered: number;
      from: string;
      heldOut: number;
      journey: string;
      messages: {
        [key: string]: number;
      };
      missed: {
        capped: number;
        optedOut: number;
        suppressed: number;
        unreachable: number;
      };
      next?: string;
      offers: ({
          left: number | null;
          needed: number;
          offer: string;
        })[];
      outcomes: {
        [key: string]: number;
      };
      people: number;
      refused: {
        [key: string]: number;
      };
      runs: number;
      steps: {
          decisions: {
            [key: string]: number;
          };
          runs: number;
          step: string;
          type: string;
        }[];
      total?: number;
      until: string;
      value: number;
      waiting: number;
    };
    DryRunCosts: {
      all: {
        after: number;
        atMost: number | null;
        costed: number;
        coupons: number;
        discount: number;
        earned: number;
        expected: number | null;
        margin: number;
        orders: number;
        people: number;
        pointsValue: number | null;
        revenue: number;
        used: number;
      };
      coupons: ({
          atMost: number | null;
          currency: string;
          discount: number;
          expected: number | null;
          given: number;
          offer: string;
          used: number;
        })[];
      currency: string;
      points: ({
          bySteps: number;
          earned: number;
          outstanding: number;
          program: string;
          value: number | null;
        })[];
      segments: ({
          after: number;
          atMost: number | null;
          costed: number;
          coupons: number;
          discount: number;
          earned: number;
          expected: number | null;
          margin: number;
          orders: number;
          people: number;
          pointsValue: number | null;
          revenue: number;
          segment: string;
          used: number;
        })[];
    };
    Enrolled: {
      entered: boolean;
      reason?: string;
      run?: string;
      text?: string;
    };
    Enrolment: {
      journey: string;
      key?: string;
      profile: {
        anonymousId?: string;
        email?: string;
        id?: string;
        userId?: string;
      };
      properties?: {
        [key: string]: unknown;
      };
    };
    Estimate: {
      high: number;
      low: number;
      value: number;
    };
    Event: {
      attempts: number;
      backfill: boolean;
      error?: string;
      event: string;
      id: string;
      ignored?: {
          message: string;
          path: string;
        }[];
      messageId: string;
      profileId?: string;
      properties: {
        [key: string]: unknown;
      };
      receivedAt: string;
      source: string;
      state: "pending" | "done" | "recorded" | "quarantined" | "dead" | "refused";
      text: string;
      timestamp: string;
      traits: {
        [key: string]: unknown;
      };
      trust: "public" | "server" | "webhook" | "engine";
      type: string;
    };
    EventPlaces: {
      left?: number;
      places?: number;
      taken: number;
    };
    Feed: {
      audience?: {
        erased: number;
        joining: number;
        members: number;
      };
      error?: string;
      failures: number;
      goesAs: "files" | "events" | "audience";
      lastAt?: string;
      lastFile?: string;
      leftOut: {
        noConsent: number;
        restricted: number;
      };
      name: string;
      nextAt?: string;
      paused?: {
        by: {
          id: string;
          kind: "key" | "user";
        };
        reason?: string;
        since: string;
      };
      plugin: string;
      refused: number;
      requests?: {
        joining: number;
        last?: {
          at: string;
          does: "add" | "remove";
          failed: number;
          matched?: {
            from: number;
            to: number;
          };
          people: number;
          reasons: {
              people: number;
              reason: string;
            }[];
          state: "done" | "partly" | "failed" | "unknown";
        };
        leaving: number;
      };
      rows: "events" | "profiles" | "messages" | "erasures" | "audience";
      settings: {
        after?: string;
        audience?: string;
        columns?: string[];
        consent?: {
          channel?: string;
          purpose?: string;
          topic?: string;
        };
        every?: string;
        folder?: string;
        format?: "ndjson" | "csv";
        gzip?: boolean;
        names?: string[];
        personal?: boolean;
        plugin: string;
        rows: "events" | "profiles" | "messages" | "erasures" | "audience";
        rowsPerFile?: number;
        segment?: string;
      };
      state: "new" | "waiting" | "failing" | "paused";
      waitsSince?: string;
      written: {
        files: number;
        rows: number;
      };
    };
    Figure: {
      chart: {
        kind: "line" | "bar" | "heat" | "none";
        value?: string;
        x?: string;
        y?: string[];
      };
      columns: ({
          name: string;
          title: {
            en: string;
            es: string;
          };
          unit: "text" | "day" | "count" | "number" | "money" | "share" | "profile" | "hours";
        })[];
      definition: {
        en: string;
        es: string;
      };
      group: "sales" | "messages" | "service" | "loyalty";
      key: string;
      parameters: ({
          choices?: string[];
          name: string;
          title: {
            en: string;
            es: string;
          };
          type: "day" | "text" | "integer";
          usual?: string | number;
        })[];
      scopes: ("track:public" | "track:server" | "read" | "draft" | "write" | "publish" | "publish:unreviewed" | "records:read" | "records:write" | "personal-data" | "team")[];
      title: {
        en: string;
        es: string;
      };
    };
    FigureAnswer: {
      asOf?: string;
      currency: string;
      figure: components["schemas"]["Figure"];
      isCut: boolean;
      parameters: {
        [key: string]: string | number | boolean | null;
      };
      rows: ((string | number | boolean | null)[])[];
      zone: string;
    };
    FigureRows: {
      asOf?: string;
      columns: ({
          name: string;
          type: "text" | "integer" | "number" | "time" | "boolean";
        })[];
      currency: string;
      isCut: boolean;
      parameters: {
        [key: string]: string | number | boolean | null;
      };
      rows: ((string | number | boolean | null)[])[];
      zone: string;
    };
    Form: {
      address: string;
      counts: components["schemas"]["FormCounts"];
      fields: string[];
      key: string;
      title: string | {
        [key: string]: string;
      };
      topic: string;
    };
    FormCounts: {
      confirmed: number;
      invalid: number;
      limited: number;
      sent: number;
      trapped: number;
    };
    FormWithHtml: components["schemas"]["Form"] & ({
      days: (components["schemas"]["FormCounts"] & {
          day: string;
        })[];
      html: string;
    });
    Funnel: {
      active: number;
      converted: number;
      convertedPeople: number;
      countedAt: string;
      entered: number;
      heldOut: number;
      journey: string;
      outcomes: {
          outcome: string;
          runs: number;
        }[];
      people: number;
      revenue: components["schemas"]["Revenue"][];
      steps: {
          converted: number;
          deferred: {
              people: number;
              reason: string;
              runs: number;
              total: number;
            }[];
          entered: components["schemas"]["Counted"];
          exited: {
              people: number;
              reason: string;
              runs: number;
              total: number;
            }[];
          failed: {
              people: number;
              reason: string;
              runs: number;
              total: number;
            }[];
          passed: components["schemas"]["Counted"];
          revenue: components["schemas"]["Revenue"][];
          skipped: {
              people: number;
              reason: string;
              runs: number;
              total: number;
            }[];
          step: string;
          type: string;
          waiting: number;
        }[];
      turnedAway: {
          people: number;
          reason: string;
        }[];
      version?: number;
    };
    GiftCard: {
      balance: number;
      currency: string;
      ends: string;
      expiresAt?: string;
      id: string;
      issuedAt: string;
      profileId?: string;
    };
    Import: {
      bytes: number;
      columns?: ({
          heading: string;
          to: string | null;
        })[];
      counts: {
        changed: number;
        created: number;
        refused: number;
        rows: number;
        unchanged: number;
      };
      createdAt: string;
      delimiter?: string;
      dryRun: boolean;
      encoding?: string;
      endedAt?: string;
      examples: ({
          line: number;
          outcome: "created" | "changed" | "refused";
          problems: components["schemas"]["ProblemItem"][];
        })[];
      failure?: string;
      format?: "csv" | "ndjson" | "xml";
      id: string;
      kind: string;
      parts: number;
      progress: number;
      state: "uploading" | "queued" | "running" | "paused" | "checked" | "done" | "failed" | "cancelled";
    };
    Job: {
      action: {
        kind: string;
        [key: string]: unknown;
      };
      createdAt: string;
      done: number;
      endedAt?: string;
      failed: number;
      id: string;
      journey: string;
      passed: number;
      rate: number;
      state: "queued" | "running" | "done" | "cancelled";
      total: number;
      troubles: {
          message: string;
          run: string;
        }[];
      who: {
        enteredAfter?: string;
        enteredBefore?: string;
        frozen?: boolean;
        journey: string;
        result?: {
          is: "entered" | "not-entered" | "held-out" | "waited" | "heard" | "timed-out" | "branched" | "round" | "rounds-over" | "sent" | "skipped" | "failed" | "updated" | "issued" | "recommended" | "none" | "acted" | "tasked" | "enrolled" | "exited" | "completed" | "converted";
          step: string;
        };
        segment?: string;
        step?: string;
        version?: number;
      };
    };
    JobPreview: {
      problems: components["schemas"]["ProblemItem"][];
      standing: ({
          frozen: number;
          runs: number;
          step: string | null;
          version: number;
        })[];
      total: number;
    };
    Journey: {
      active: number;
      converted: number;
      description?: string;
      entered: number;
      frozen?: {
        by: "guard" | "person";
        entries: "hold" | "refuse";
        reason?: string;
        since: string;
      };
      key: string;
      mode: "live" | "paused" | "ended";
      name: string;
      publishedAt: string;
      stage: string;
      version: number;
    };
    JourneyDetail: {
      active: number;
      converted: number;
      countedAt: string;
      definition: {
        [key: string]: unknown;
      };
      description?: string;
      entered: number;
      frozen?: {
        by: "guard" | "person";
        entries: "hold" | "refuse";
        reason?: string;
        since: string;
      };
      key: string;
      mode: "live" | "paused" | "ended";
      name: string;
      publishedAt: string;
      stage: string;
      version: number;
      versions: {
          active: number;
          publishedAt: string;
          version: number;
        }[];
    };
    JourneyReport: {
      change: "added" | "changed" | "removed" | "kept";
      differences?: {
        added: string[];
        changed: string[];
        entry: boolean;
        exit: boolean;
        fields: string[];
        goal: boolean;
        moved: string[];
        removed: string[];
      };
      job?: components["schemas"]["Job"];
      key: string;
      people: ({
          leaves?: boolean;
          runs: number;
          step: string | null;
          to?: string | null;
          version: number;
        })[];
      plan: {
        people: string;
        [key: string]: unknown;
      };
      version?: number;
    };
    JourneyVersion: {
      against?: {
        definition: {
          [key: string]: unknown;
        };
        hunks: ({
            after: number;
            before: number;
            lines: ({
                kind: "same" | "removed" | "added";
                text: string;
              })[];
          })[];
        version: number;
      };
      definition: {
        [key: string]: unknown;
      };
      key: string;
      version: number;
    };
    KeptDryRun: {
      by: string;
      createdAt: string;
      days: number;
      endedAt?: string;
      entered: number;
      failure?: string;
      how: "dry-run" | "replay";
      id: string;
      journey: string;
      people: number;
      state: "queued" | "running" | "done" | "cancelled" | "failed";
      total?: number;
      version?: number;
    };
    LoyaltyLiability: {
      asOf: string;
      currency: string;
      giftCards: {
          balance: number;
          cards: number;
          currency: string;
        }[];
      programs: ({
          balance: number;
          breakage: number | null;
          expected: number | null;
          owed: number;
          pending: number;
          program: string;
          value: number | null;
        })[];
      storeCredit: {
          balance: number;
          currency: string;
        }[];
    };
    LoyaltyProgram: {
      balance: number;
      earned: number;
      key: string;
      memberships: {
          key: string;
          name: string;
        }[];
      name: string;
      owed: number;
      pending: number;
      people: number;
      rewards: {
          key: string;
          name: string;
          points: number;
        }[];
      rules: number;
      spent: number;
      tiers: {
          from: number;
          key: string;
          name: string;
          people: number;
        }[];
      unit: {
        many: string;
        one: string;
      };
    };
    LoyaltyReward: {
      available: boolean;
      description?: string;
      key: string;
      missing?: number;
      name: string;
      offer?: string;
      points: number;
      product?: string;
      program: string;
      reason?: "not-yet" | "no-longer" | "other-tier" | "limit-reached" | "out-of-stock" | "not-enough-points";
    };
    Me: {
      now: string;
      scopes: ("track:public" | "track:server" | "read" | "draft" | "write" | "publish" | "publish:unreviewed" | "records:read" | "records:write" | "personal-data" | "team")[];
      tenant: string;
      user?: {
        handle: string;
        id: string;
        name: string;
        role: "owner" | "admin" | "marketer" | "author" | "agent" | "viewer";
        teams: string[];
      };
      workspace: {
        currency: string;
        locale: string;
        name: string;
        stages: string[];
        url: string;
        zone: string;
      };
    };
    Message: {
      acceptedAt?: string;
      attempts: number;
      bouncedAt?: string;
      channel: string;
      class: "marketing" | "transactional";
      clickedAt?: string;
      complainedAt?: string;
      devices?: ({
          device: string;
          outcome: "sent" | "failed" | "gone";
          reason?: string;
        })[];
      id: string;
      journey: string;
      locale: string;
      message: string;
      openedAt?: string;
      plannedAt: string;
      profileId: string;
      reason?: string;
      run: string;
      status: "sending" | "retrying" | "accepted" | "rejected" | "cancelled";
      step: string;
      subject: string;
      text: string;
      topic: string;
      unsubscribedAt?: string;
      version: number;
    };
    Object: {
      calendar?: {
        from: string;
        until?: string;
      };
      key: string;
      name: string;
      person?: string;
      plural?: string;
      title: string;
    };
    Offer: {
      code: "pattern" | "shared" | "pool" | "automatic";
      currency: string;
      key: string;
      kind: string;
      limits: ({
          by?: "person";
          measure: "number" | "value" | "orderValue";
          most: number;
          per?: "day" | "week" | "month";
        })[];
      name: string;
      used: {
        count: number;
        discount: number;
        orderValue: number;
      };
    };
    OfferOutcome: {
      discount?: components["schemas"]["Discount"];
      outcome: "allowed" | "done" | "done-before" | "refused";
      reasons?: ({
          code: string;
          detail?: {
            [key: string]: string | number;
          };
          message: string;
        })[];
      redemption?: components["schemas"]["Redemption"];
    };
    Operation: {
      createdAt: string;
      done: number;
      endedAt?: string;
      failed: number;
      id: string;
      journey?: string;
      kind: "job" | "dry-run" | "replay" | "import" | "erasure" | "broadcast";
      profile?: string;
      share?: number;
      state: "waiting" | "queued" | "running" | "paused" | "done" | "cancelled" | "failed";
      total?: number;
      what?: string;
    };
    Overview: {
      attention: {
        deadDeliveries: number;
        deadEvents: number;
        dueClocks: number;
        dueTasks: number;
        failingDeliveries: number;
        overdueRuns: number;
        quarantinedEvents: number;
      };
      countedAt: string;
      days: {
          clicked: number;
          day: string;
          failed: number;
          sent: number;
          unsubscribed: number;
        }[];
      people: {
        new: number;
        newBefore: number;
        total: number;
      };
    };
    PluginInstance: {
      connection?: components["schemas"]["Connection"];
      instance: string;
      missing: {
          action: string;
          usedBy: string[];
          version: number;
        }[];
      nextTryAt?: string;
      plugin: string;
      polls: {
          error?: string;
          failures: number;
          name: string;
        }[];
      since?: string;
      state: "working" | "off" | "open" | "half-open";
      webhooks: ({
          name: string;
          setUp?: {
            at?: string;
            missing?: string;
            state: "none" | "waiting" | "verified";
            verifiedAt?: string;
          };
          verification: "signature" | "fields" | "secret" | "token" | "none";
        })[];
      why?: string;
    };
    PointsBalance: {
      counted?: number;
      earned: number;
      expiresAt?: string;
      expiring?: number;
      membership?: string;
      membershipName?: string;
      membershipUntil?: string;
      name?: string;
      nextTier?: string;
      owed: number;
      pending: number;
      points: number;
      program: string;
      spent: number;
      tier?: string;
      tierName?: string;
      tierUntil?: string;
      toNextTier?: number;
    };
    PointsBatchResult: {
      balance?: number;
      code?: string;
      hint?: string;
      message?: string;
      profileId?: string;
      state: "posted" | "already" | "refused";
    };
    PointsPosting: {
      at: string;
      availableAt?: string;
      key: string;
      kind: "earn" | "activate" | "schedule" | "spend" | "return" | "reverse" | "expire" | "adjust" | "tier" | "membership";
      membership?: string;
      pending: number;
      points: number;
      program: string;
      reason?: string;
      ref?: string;
      rule?: string;
      tier?: string;
    };
    Post: {
      at: string;
      by?: string;
      campaign?: string;
      comment?: string;
      createdAt: string;
      id: string;
      images: {
          alt: string;
          image: string;
          size: number;
          type: string;
        }[];
      link?: string;
      networks: components["schemas"]["PostPlacement"][];
      state: "scheduled" | "publishing" | "published" | "partly" | "failed" | "unconfirmed" | "cancelled";
      text: string;
    };
    PostImage: {
      id: string;
      size: number;
      type: string;
    };
    PostPlacement: {
      code?: string;
      comment?: {
        code?: string;
        externalId?: string;
        message?: string;
        state: "waiting" | "published" | "failed" | "unconfirmed";
        url?: string;
      };
      externalId?: string;
      instance: string;
      message?: string;
      nextAt?: string;
      publishedAt?: string;
      state: "scheduled" | "processing" | "published" | "failed" | "unconfirmed" | "cancelled";
      url?: string;
    };
    Problem: {
      code: string;
      detail: string;
      problems?: components["schemas"]["ProblemItem"][];
      requestId?: string;
      status: number;
      title: string;
      type: string;
    };
    ProblemItem: {
      code: string;
      column?: number;
      file?: string;
      hint: string;
      line?: number;
      message: string;
      path: string;
      severity?: "error" | "warning";
      step?: string;
    };
    Product: {
      addedAt: string;
      attributes: {
        [key: string]: string | number | boolean;
      };
      available: boolean;
      brand?: string;
      categories: string[];
      compareAtPrice?: {
        currency: string;
        minor: number;
      };
      cost?: {
        currency: string;
        minor: number;
      };
      id: string;
      image?: string;
      lowestPrice30Days?: {
        currency: string;
        minor: number;
      };
      price?: {
        currency: string;
        minor: number;
      };
      removedAt?: string;
      sku?: string;
      stock?: number;
      title: string;
      updatedAt: string;
      url?: string;
    };
    ProductWithPrices: components["schemas"]["Product"] & {
      prices: {
          at: string;
          currency: string;
          minor: number;
        }[];
    };
    Profile: {
      activity?: {
        channels?: {
          [key: string]: {
            clicks: number;
            opens: number;
          };
        };
        clicks: number;
        opens: number;
        preferredChannel?: string;
        sessions: number;
      };
      computed: {
        [key: string]: unknown;
      };
      consents: {
        [key: string]: {
          [key: string]: {
            at: string;
            basis?: "implied";
            confirmed?: boolean;
            expiresAt?: string;
            source: string;
            state: "granted" | "withdrawn" | "expired";
            textVersion?: string;
          };
        };
      };
      createdAt: string;
      id: string;
      identities: ({
          firstSeenAt?: string;
          kind: string;
          lastSeenAt?: string;
          value: string;
          verified: boolean;
          verifiedBy?: "shop" | "proof" | "link";
        })[];
      ids: string[];
      lastSeenAt: string;
      loyalty?: {
        [key: string]: {
          [key: string]: unknown;
        };
      };
      points: number;
      predictions?: {
        [key: string]: unknown;
      };
      pressure: {
          at: string;
          channel: string;
          journey?: string;
          message?: string;
          step?: string;
          topic: string;
        }[];
      pushDevices: {
          id: string;
          lastSeenAt: string;
          service: string;
          since: string;
        }[];
      reads: {
        [key: string]: number[];
      };
      referralCode: string;
      referredBy?: string;
      restricted?: boolean;
      scores: {
        engagement: number;
        fit: number;
      };
      segments: string[];
      stage: string;
      tags: string[];
      traits: {
        [key: string]: unknown;
      };
      traitSources: {
        [key: string]: {
          at: string;
          from?: string;
        };
      };
    };
    ProgramTrial: {
      cost: number | null;
      currency: string;
      events: number;
      lookedAt: number;
      people: number;
      points: number;
      rules: {
          points: number;
          rule: string;
          times: number;
        }[];
    };
    Publication: {
      expect?: number;
      files: {
        [key: string]: string;
      };
      force?: boolean;
      note?: string;
      plan?: {
        [key: string]: unknown;
      };
      pulled?: number;
    };
    Published: {
      audiences: {
          audience: string;
          connectorRemoved: boolean;
          feed: string;
          people: number;
          plugin: string;
        }[];
      changes: ({
          change: "added" | "changed" | "removed";
          key: string;
          version?: number;
          what: string;
        })[];
      entering: number;
      journeys: components["schemas"]["JourneyReport"][];
      records: {
          code: string;
          message: string;
          name?: string;
          object: string;
          records: number;
        }[];
      revision: number;
      warnings: components["schemas"]["ProblemItem"][];
    };
    Recommendation: {
      because: {
        category?: string;
        confidence?: number;
        days?: number;
        daysSince?: number;
        kind: "bought-together" | "similar" | "next-in-category" | "reorder" | "new-arrivals" | "popular";
        lift?: number;
        product?: string;
        support?: number;
        text: string;
      };
      product: components["schemas"]["Product"];
      score: number;
    };
    Record: {
      createdAt: string;
      createdBy: {
        id: string;
        kind: "key" | "user" | "engine" | "journey" | "import";
      };
      data: {
        [key: string]: unknown;
      };
      deletedAt?: string;
      hidden?: string[];
      id: string;
      kind: string;
      links: components["schemas"]["RecordLink"][];
      owner?: string;
      person?: string;
      revision: number;
      sla?: ({
          breached: boolean;
          dueAt?: string;
          leftMinutes: number;
          metAt?: string;
          minutes: number;
          state: "running" | "paused" | "met" | "breached";
          target: string;
          warned: boolean;
        })[];
      stage?: string;
      stageAt?: string;
      team?: string;
      title?: string;
      updatedAt: string;
      updatedBy: {
        id: string;
        kind: "key" | "user" | "engine" | "journey" | "import";
      };
    };
    RecordHistory: {
      act: "created" | "changed" | "deleted" | "restored" | "linked" | "merged" | "erased" | "reworked" | "purged";
      at: string;
      by: {
        id: string;
        kind: "key" | "user" | "engine" | "journey" | "import";
      };
      changes: {
          field: string;
          from?: unknown;
          to?: unknown;
        }[];
      revision: number;
    };
    RecordLink: {
      id: string;
      kind: string;
      role: string;
    };
    Redemption: {
      code?: string;
      currency: string;
      discount: number;
      expiresAt?: string;
      id: string;
      orderId?: string;
      orderValue: number;
      state: "reserved" | "redeemed" | "rolled-back" | "expired";
    };
    Referral: {
      advocate: string;
      appeal?: {
        at: string;
        by?: string;
        text: string;
      };
      at: string;
      code: string;
      deliveredAt?: string;
      friend: string;
      history: ({
          at: string;
          by?: string;
          note?: string;
          state: "invited" | "clicked" | "signed-up" | "held" | "qualified" | "rewarded" | "clawed-back" | "denied";
        })[];
      id: string;
      orderId?: string;
      reasons?: ({
          reason: "own-code" | "test-order" | "already-referred" | "advocate-suspended" | "existing-customer" | "order-too-small" | "same-mailbox" | "same-phone" | "same-payment" | "recommended-each-other" | "closed-loop" | "same-device" | "known-customer" | "disposable-address" | "too-many-in-an-hour" | "too-many-in-a-day" | "crowded-device" | "near-zero-order" | "same-address";
          weight: number;
        })[];
      rewardAt?: string;
      rewards?: ({
          code?: string;
          milestone?: number;
          offer: string;
          refused?: string;
          side: "advocate" | "friend";
          takenBack?: "revoked" | "debt";
        })[];
      score?: number;
      state: "invited" | "clicked" | "signed-up" | "held" | "qualified" | "rewarded" | "clawed-back" | "denied";
    };
    RefusedEvent: {
      at: string;
      event: string;
      name: string;
      reason: string;
    };
    RemovedFeed: {
      audience: string;
      error?: string;
      failures: number;
      name: string;
      nextAt?: string;
      people: number;
      plugin: string;
    };
    Replay: components["schemas"]["DryRun"] & ({
      told: ({
          profileId: string;
          runs: ({
              converted: boolean;
              enteredAt: string;
              key: string;
              messages: {
                  at: string;
                  channel: string;
                  message: string;
                  step: string;
                  subject: string;
                }[];
              outcome: string | null;
              value?: number;
              waitingAt: string | null;
            })[];
        })[];
    });
    Report: {
      createdAt: string;
      figures: {
          figure: string;
          parameters?: {
            [key: string]: string;
          };
        }[];
      id: string;
      language?: "en" | "es";
      last?: {
        at: string;
        problem?: string;
        sent: number;
      };
      name: string;
      nextAt: string;
      period?: "yesterday" | "last-7-days" | "last-30-days" | "last-90-days" | "last-365-days" | "last-week" | "last-month";
      schedule: OneOf<[{
        at: string;
        every: "day";
      }, {
        at: string;
        every: "week";
        on: string[];
      }, {
        at: string;
        every: "month";
        on: number | "last";
      }]>;
      to: string[];
    };
    Result: {
      arms: {
          arm: string;
          converted: number;
          isControl: boolean;
          people: number;
          rate: components["schemas"]["Estimate"];
          revenue: number;
          revenuePerPerson?: components["schemas"]["Estimate"];
        }[];
      asOf: string;
      closesAt?: string;
      comparisons: {
          against: string;
          arm: string;
          conversionDifference: components["schemas"]["Estimate"];
          conversionRatio?: components["schemas"]["Estimate"];
          detectable: number;
          revenueDifference?: components["schemas"]["Estimate"];
          revenueRatio?: components["schemas"]["Estimate"];
        }[];
      confidence: number;
      currency: string;
      decided?: {
        arm: string | null;
        arms: {
            arm: string;
            converted: number;
            isControl: boolean;
            people: number;
            rate: components["schemas"]["Estimate"];
            revenue: number;
            revenuePerPerson?: components["schemas"]["Estimate"];
          }[];
        at: string;
        comparisons: {
            against: string;
            arm: string;
            conversionDifference: components["schemas"]["Estimate"];
            conversionRatio?: components["schemas"]["Estimate"];
            detectable: number;
            revenueDifference?: components["schemas"]["Estimate"];
            revenueRatio?: components["schemas"]["Estimate"];
          }[];
        confidence: number;
        sampleRatio: {
          chiSquare: number;
          isMismatch: boolean;
          p: number;
        };
        verdict: {
          arm?: string;
          because?: "unclear" | "costs-revenue";
          by?: "conversion" | "revenue";
          kind: "too-early" | "running" | "sample-ratio-mismatch" | "winner" | "no-difference";
          needed?: number;
          p?: number;
          people?: number;
        };
      };
      experiment: string;
      isCurrent: boolean;
      kind: "experiment" | "holdout" | "all-marketing";
      leftOut: number;
      metric: {
        on: string;
        value?: string;
        within: string;
      };
      mixed: number;
      rest: number;
      rule: {
        after: number;
        by: "conversion" | "revenue";
        confidence: number;
      };
      sampleRatio: {
        chiSquare: number;
        isMismatch: boolean;
        p: number;
      };
      step: string | null;
      text: string[];
      verdict: {
        arm?: string;
        because?: "unclear" | "costs-revenue";
        by?: "conversion" | "revenue";
        kind: "too-early" | "running" | "sample-ratio-mismatch" | "winner" | "no-difference";
        needed?: number;
        p?: number;
        people?: number;
      };
      versions: number[];
    };
    RetentionClass: {
      deletes: number;
      name: string;
      over: number;
      seconds: number;
      usual: number;
      wanted: number;
    };
    Revenue: {
      amount: number;
      currency: string;
      minor: number;
    };
    RewardRedemption: {
      at: string;
      code?: string;
      expiresAt?: string;
      id: string;
      name?: string;
      offer?: string;
      points: number;
      product?: string;
      program: string;
      reason?: string;
      reward: string;
      state: "pending" | "fulfilled" | "returning" | "returned";
    };
    Rule: {
      conditions: {
        [key: string]: unknown;
      };
      description?: string;
      does: string;
      key: string;
      name: string;
      on: string[];
      params: {
        [key: string]: unknown;
      };
      priority: number;
    };
    RuleTrial: {
      events: number;
      lookedAt: number;
      matched: number;
      people: number;
      properties: string[];
      sample: {
          at: string;
          event: string;
          id: string;
          person: {
            id: string;
            ids: string[];
            traits: {
              [key: string]: unknown;
            };
          };
          properties: {
            [key: string]: unknown;
          };
        }[];
    };
    Run: {
      convertedAt?: string;
      endedAt?: string;
      enteredAt: string;
      entryKey: string;
      frozenAt?: string;
      goalValue?: number;
      hears: string[];
      id: string;
      journey: string;
      occasion: number;
      outcome?: string;
      profileId: string;
      status: "active" | "ended";
      step: string | null;
      version: number;
      wakesAt?: string;
    };
    SalesForecast: {
      isWhole: true;
      rows: {
          amount: number;
          currency: string;
          deals: number;
          month: string;
          owner?: string;
          team?: string;
          weighted: number;
        }[];
      withoutAmount: number;
    };
    SalesPerformance: {
      isWhole: boolean;
      owners: {
          amounts: {
            [key: string]: number;
          };
          cycleDays?: number;
          id?: string;
          lost: number;
          winRate: number;
          won: number;
        }[];
      teams: {
          amounts: {
            [key: string]: number;
          };
          cycleDays?: number;
          id?: string;
          lost: number;
          winRate: number;
          won: number;
        }[];
    };
    SalesPipeline: {
      isWhole: boolean;
      slippage: {
        owners: {
            amounts: {
              [key: string]: number;
            };
            days?: number;
            deals: number;
            id?: string;
            slipped: number;
            slips: number;
          }[];
        teams: {
            amounts: {
              [key: string]: number;
            };
            days?: number;
            deals: number;
            id?: string;
            slipped: number;
            slips: number;
          }[];
      };
      stages: {
          days?: number;
          deals: number;
          open: number;
          openDays?: number;
          stage: string;
          winRate?: number;
        }[];
    };
    SearchHit: OneOf<[{
      id: string;
      ids: string[];
      lastSeenAt: string;
      title: string;
      type: "person";
    }, {
      id: string;
      kind: string;
      owner?: string;
      person?: string;
      stage?: string;
      title: string;
      type: "record";
      updatedAt: string;
    }]>;
    Segment: {
      key: string;
      kind: "rule" | "list";
      members: number;
      name: string;
    };
    SegmentOverlap: {
      combinations: {
          in: string[];
          people: number;
        }[];
      segments: {
          key: string;
          members: number;
          name: string;
        }[];
    };
    Session: {
      browser?: string;
      expiresAt: string;
      id: string;
      startedAt: string;
      usedAt: string;
    };
    SimulatedMoment: {
      at: string;
      chosen?: true;
      kind: string;
      message?: {
        channel: string;
        html?: string;
        message: string;
        subject: string;
        text: string;
        to: string;
      };
      reason?: string;
      step: string | null;
      text: string;
      visit: number;
    };
    SimulatedPath: {
      end: string;
      from: string;
      isCut: boolean;
      journey: string;
      profileId: string;
      profiles: components["schemas"]["SimulatedPerson"][];
      refused: ({
          at: string;
          event: string | null;
          reason: string;
          text: string;
        })[];
      runs: ({
          converted: boolean;
          convertedAt?: string;
          enteredAt: string;
          key: string;
          moments: components["schemas"]["SimulatedMoment"][];
          outcome: string | null;
          value?: number;
          waiting: ({
            step: string;
            until: string | null;
          }) | null;
        })[];
      until: string;
    };
    SimulatedPerson: {
      at: string;
      computed: {
        [key: string]: unknown;
      };
      consents: {
        [key: string]: {
          [key: string]: {
            at: string;
            basis?: "implied";
            confirmed?: boolean;
            expiresAt?: string;
            source: string;
            state: "granted" | "withdrawn" | "expired";
            textVersion?: string;
          };
        };
      };
      loyalty?: {
        [key: string]: {
          [key: string]: unknown;
        };
      };
      points: number;
      scores: {
        engagement: number;
        fit: number;
      };
      segments: string[];
      stage: string;
      tags: string[];
      traits: {
        [key: string]: unknown;
      };
    };
    Standing: {
      entryKey: string;
      frozenAt?: string;
      profileId: string;
      run: string;
      since: string;
      text: string;
      until?: string;
      version: number;
    };
    Steered: {
      entering: number;
      frozen?: {
        entries: "hold" | "refuse";
        reason?: string;
        since: string;
      };
      job?: components["schemas"]["Job"];
      mode: "live" | "paused" | "ended";
      people: number;
    };
    StoreCredit: {
      balance: number;
      currency: string;
      expiring: {
          amount: number;
          at: string;
        }[];
    };
    Suppression: {
      addressHash: string;
      at: string;
      channel: string;
      reason: string;
    };
    SurveyResults: {
      csat?: {
        high: number;
        low: number;
        satisfied: number;
        value: number;
      };
      method: "nps" | "csat" | "comment";
      nps?: {
        detractors: number;
        high: number;
        low: number;
        passives: number;
        promoters: number;
        value: number;
      };
      responses: number;
      scores: {
          count: number;
          score: number;
        }[];
      survey: string;
      withoutScore: number;
    };
    Sync: {
      counts: {
        created: number;
        in: number;
        out: number;
        removed: number;
        rows: number;
      };
      error?: string;
      failures: number;
      first: boolean;
      issues: number;
      links: number;
      name: string;
      nextAt?: string;
      object: string;
      plugin: string;
      stage?: "retry" | "in" | "all" | "out";
      state: "new" | "running" | "waiting" | "failing" | "paused";
      with: string;
    };
    SyncIssue: {
      at: string;
      attempts: number;
      code: string;
      field?: string;
      firstAt: string;
      id: string;
      message: string;
      profileId?: string;
      record?: string;
      retryAt?: string;
      theirs?: string;
    };
    SyncPreview: {
      differences: ({
          field: string;
          from?: unknown;
          side: "ours" | "theirs";
          to?: unknown;
        })[];
      makes?: "ours" | "theirs";
      ours?: string;
      theirs?: string;
      troubles: {
          code: string;
          field: string;
        }[];
    };
    Task: {
      assignee?: string;
      by?: string;
      createdAt: string;
      doneAt?: string;
      dueAt?: string;
      id: string;
      journey?: string;
      note?: string;
      outcome?: string;
      profileId: string;
      run?: string;
      state: "open" | "done";
      step?: string;
      team?: string;
      title: string;
    };
    Team: {
      createdAt: string;
      deactivatedAt?: string;
      hours?: {
        holidays?: string[];
        hours: ({
            days?: string[];
            from?: string;
            to?: string | "24:00";
          })[];
        zone?: string;
      };
      key: string;
      name: string;
      revision: number;
      updatedAt: string;
    };
    Template: {
      channel: string;
      class: "marketing" | "transactional";
      key: string;
      locales: string[];
      name: string;
      subject: string;
      topic: string;
      uses: {
          journey: string;
          name: string;
          step: string;
        }[];
    };
    TemplateDetail: {
      channel: string;
      class: "marketing" | "transactional";
      from?: string;
      key: string;
      locales: string[];
      name: string;
      replyTo?: string;
      steps: string[];
      subject: string;
      texts: {
          locale: string;
          preheader: string;
          subject: string;
          text: string;
        }[];
      topic: string;
      track: {
        clicks: boolean;
        opens: boolean;
      };
      uses: {
          journey: string;
          name: string;
          step: string;
        }[];
      variables: string[];
      whenMissing: "default" | "skip" | "hold";
    };
    TemplateFinding: {
      code: string;
      hint: string;
      message: string;
      severity: "error" | "warning" | "notice";
    };
    TemplatePreview: {
      bytes?: number;
      findings: components["schemas"]["TemplateFinding"][];
      from?: string;
      headers?: {
          name: string;
          value: string;
        }[];
      html?: string;
      links?: string[];
      locale?: string;
      missing: string[];
      outcome: "shown" | "not-sent";
      preheader?: string;
      subject?: string;
      text?: string;
      to?: string;
    };
    TemplateVocabulary: {
      defaultLocale: string;
      elements: {
          attributes: string[];
          children: string[];
          name: string;
        }[];
      helpers: ({
          does: string;
          example: string;
          gives: string;
          kind: "value" | "block";
          name: string;
        })[];
      names: string[];
      topics: string[];
    };
    TimelineItem: {
      answer?: {
        channel: string;
        conversation: string;
        id: string;
        status?: string;
      };
      at: string;
      decision?: components["schemas"]["Decision"];
      event?: components["schemas"]["Event"];
      kind: "event" | "decision" | "message" | "answer";
      message?: components["schemas"]["Message"];
      text: string;
    };
    TrackingResult: {
      accepted: number;
      duplicates: number;
      ignored?: {
          index: number;
          message: string;
          path: string;
        }[];
      rejected: {
          code: string;
          hint: string;
          index: number;
          message: string;
          path: string;
        }[];
      success: boolean;
    };
    Trip: {
      at: string;
      guard: "complaints" | "bounces" | "failures" | "entries";
      id: string;
      numbers: {
        [key: string]: string | number;
      };
      resumedAt?: string;
      text: string;
    };
    User: {
      availability: {
        available: boolean;
        because?: "deactivated" | "away" | "hours";
        from?: string;
      };
      away?: {
        from: string;
        note?: string;
        until?: string;
      };
      createdAt: string;
      deactivatedAt?: string;
      email?: string;
      handle: string;
      hours?: {
        holidays?: string[];
        hours: ({
            days?: string[];
            from?: string;
            to?: string | "24:00";
          })[];
        zone?: string;
      };
      id: string;
      name: string;
      revision: number;
      role: "owner" | "admin" | "marketer" | "author" | "agent" | "viewer";
      signedInAt?: string;
      state: "invited" | "active" | "deactivated";
      teams: string[];
      updatedAt: string;
    };
    ValidatedOffer: components["schemas"]["OfferOutcome"] & {
      reduced: {
          id: string;
          lowestPrice30Days: number;
          productId: string;
        }[];
    };
    Warehouse: {
      asOf?: string;
      isOn: boolean;
      partsToGo: number;
      tables: {
          about: string;
          bytes: number;
          files: number;
          name: string;
          rows: number;
        }[];
    };
    WarehouseAnswer: {
      columns: ({
          name: string;
          type: "text" | "integer" | "number" | "time" | "boolean";
        })[];
      isCut: boolean;
      rows: ((string | number | boolean | null)[])[];
    };
    WarehouseCheck: {
      removed: number;
      troubles: string[];
    };
    WebhookSetUp: {
      created?: number;
      ok: boolean;
      refused?: {
          message: string;
          topic: string;
        }[];
      removed?: number;
      secret?: string;
      url: string;
      webhook: string;
      why?: string;
    };
    WholeDryRun: components["schemas"]["KeptDryRun"] & ({
      definition: {
        [key: string]: unknown;
      };
      result?: components["schemas"]["DryRun"];
      told: ({
          profileId: string;
          runs: ({
              converted: boolean;
              enteredAt: string;
              key: string;
              messages: {
                  at: string;
                  channel: string;
                  message: string;
                  step: string;
                  subject: string;
                }[];
              outcome: string | null;
              value?: number;
              waitingAt: string | null;
            })[];
        })[];
    });
    WhyRun: {
      because: components["schemas"]["Decision"][];
      enteredAt: string;
      journey: string;
      messages: components["schemas"]["Message"][];
      run: string;
      text: string;
      version: number;
      why: "sent" | "not-sent" | "put-off" | "on-the-way" | "held-out" | "left-before";
    };
    WorkItem: {
      assignee?: string;
      by?: string;
      conversation?: string;
      dueAt?: string;
      id: string;
      kind?: string;
      overdue: boolean;
      profileId?: string;
      since: string;
      stage?: string;
      team?: string;
      title?: string;
      type: "task" | "record" | "conversation" | "mention" | "approval";
    };
    WorkspaceFile: {
      draft?: {
        change: "added" | "changed" | "removed";
        isStale: boolean;
        savedAt: string;
      };
      hash?: string;
      path: string;
    };
    WorkspaceFileContent: {
      draft?: {
        change: "added" | "changed" | "removed";
        isStale: boolean;
        savedAt: string;
      };
      draftText?: string | null;
      hash?: string;
      path: string;
      text?: string;
    };
    WorkspacePublication: {
      at: string;
      by: {
        id: string;
        kind: "key" | "user" | "cli" | "engine";
      };
      changes: ({
          change: "added" | "changed" | "removed";
          key: string;
          version?: number;
          what: string;
        })[];
      changesCount: number;
      isLive: boolean;
      note?: string;
      of?: number;
      revision: number;
      source: "folder" | "drafts" | "revert";
    };
    WorkspacePublicationWithFiles: components["schemas"]["WorkspacePublication"] & ({
      files: ({
          change: "added" | "changed" | "removed";
          hunks: ({
              after: number;
              before: number;
              lines: ({
                  kind: "same" | "removed" | "added";
                  text: string;
                })[];
            })[];
          isCut: boolean;
          lines: {
            added: number;
            removed: number;
          };
          path: string;
        })[];
      former?: number;
    });
  };
  responses: never;
  parameters: {
  };
  requestBodies: never;
  headers: never;
  pathItems: never;
};
export type $defs = Record<string, never>;
export type external = Record<string, never>;
export type operations = Record<string, never>;
