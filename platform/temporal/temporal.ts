import { Client, Connection, type ClientInterceptors } from '@temporalio/client';
import type { ClientConnectConfig } from '@temporalio/envconfig';
import { CicloError, messageOf } from '../../domain/errors.ts';

const CONNECT_BOUND_MS = 10_000;
const LOOPBACK = /^(?:127\.\d+\.\d+\.\d+|localhost|\[::1\]):/;

/** Where Temporal is: the address in use and, for a server of one's own, the options from the environment. */
export interface TemporalTarget {
  /** `host:port` */
  readonly address: string;
  readonly namespace: string;
  /** Further options of a server of one's own: TLS, API key, metadata. */
  readonly connection?: () => ClientConnectConfig['connectionOptions'];
}

/** A client of Temporal, with what must be closed at the end. */
export interface TemporalClient {
  readonly client: Client;
  readonly connection: Connection;
  readonly namespace: string;
  /** Resolves when the server answers for the namespace; throws `unavailable` otherwise. */
  check(): Promise<void>;
  close(): Promise<void>;
}

/** Options for reaching the target. On loopback nothing is compressed: that would cost processor time for nothing. */
export const connectionOptionsOf = (target: TemporalTarget): ClientConnectConfig['connectionOptions'] => ({
  ...target.connection?.(),
  address: target.address,
  ...(LOOPBACK.test(target.address) ? { grpcCompression: { codec: 'none' } } : {}),
});

/** The error for a Temporal server that cannot be reached, with what to do about it. */
export const temporalUnreachable = (input: { target: TemporalTarget; thrown: unknown }): CicloError =>
  new CicloError({
    code: 'unavailable',
    message:
      `Temporal cannot be used at ${input.target.address} (namespace ${input.target.namespace}): ${messageOf(input.thrown)}. ` +
      'Check TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE and TEMPORAL_TLS, or unset TEMPORAL_ADDRESS to start the embedded server.',
    cause: input.thrown,
    details: { address: input.target.address, namespace: input.target.namespace },
  });

/**
 * Connects a client (starts, signals, queries) and makes sure that the namespace answers. Throws `unavailable`
 * with the address and the settings to look at when it does not within ten seconds.
 */
export const connectTemporal = async (input: {
  target: TemporalTarget;
  interceptors?: ClientInterceptors;
}): Promise<TemporalClient> => {
  const { target, interceptors } = input;
  const { namespace } = target;
  let connection: Connection | undefined;
  try {
    const opened = await Connection.connect({
      ...connectionOptionsOf(target),
      connectTimeout: CONNECT_BOUND_MS,
    });
    connection = opened;
    const check = async (): Promise<void> => {
      await opened.withDeadline(Date.now() + CONNECT_BOUND_MS, async () =>
        opened.workflowService.describeNamespace({ namespace }),
      );
    };
    await check();
    return {
      client: new Client({ connection, namespace, ...(interceptors === undefined ? {} : { interceptors }) }),
      connection,
      namespace,
      check: async () => {
        try {
          await check();
        } catch (thrown) {
          throw temporalUnreachable({ target, thrown });
        }
      },
      close: async () => opened.close(),
    };
  } catch (thrown) {
    await connection?.close();
    throw temporalUnreachable({ target, thrown });
  }
};
