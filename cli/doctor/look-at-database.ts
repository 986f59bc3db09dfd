import { connectStore } from '../../server/stores/connect-store.ts';
import { refuseServer } from '../../platform/mongo/probe/probe.ts';

const waitMs = 5000;

/** What `ciclo doctor` says of a database: what server it is and that it does what the stores rely on. Throws what it lacks. */
export const lookAtDatabase = async (uri: string): Promise<string> => {
  const store = await connectStore({ uri, poolSize: 8, waitMs });
  try {
    const report = await store.probe();
    refuseServer(report);
    return [`${report.server}; ${report.checks} checks hold`, ...report.advice].join('. ');
  } finally {
    await store.close();
  }
};
