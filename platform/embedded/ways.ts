import { CicloError, messageOf } from '../../domain/errors.ts';

/** A program that can be run, with the arguments that always come first and what to call it in messages. */
export interface Program {
  readonly command: string;
  readonly args: readonly string[];
  readonly label: string;
}

/** One way of getting a server program onto this machine. */
export interface Way {
  readonly name: string;
  /** The program if it is there already; undefined when it is not; throws, with the reason, when it cannot serve. */
  readonly find: () => Promise<Program | undefined>;
  /** Brings it: a download or an installation. Absent when it is somebody else's to install. */
  readonly install?: () => Promise<Program>;
}

const MAX_REASON = 160;

const firstLine = (text: string): string => {
  const line = text.split('\n')[0] ?? '';
  return line.length <= MAX_REASON ? line : `${line.slice(0, MAX_REASON)}...`;
};

/**
 * Starts a server by the first way that works: what is there already in the given order, then what has to be
 * brought in the same order. `say` gets a line for each installation. Throws `unavailable` with the reason of
 * each way when none works.
 */
export const startByFirstWay = async <W extends Way, T>(input: {
  server: string;
  ways: readonly W[];
  /** Starts the program; throws when it cannot, and the next way gets its turn. */
  readonly start: (found: { program: Program; way: W }) => Promise<T>;
  readonly say: (line: string) => void;
  /** False: only what is on the machine. */
  readonly mayInstall?: boolean;
}): Promise<{ started: T; passedOver: readonly string[] }> => {
  const { server, ways, start, say, mayInstall = true } = input;
  const reasons: string[] = [];

  const attempt = async ({ way, get }: { way: W; get: () => Promise<Program | undefined> }) => {
    try {
      const program = await get();
      if (program === undefined) return undefined;
      return { started: await start({ program, way }), passedOver: reasons };
    } catch (thrown) {
      reasons.push(`${way.name}: ${firstLine(messageOf(thrown))}`);
      return undefined;
    }
  };

  for (const way of ways) {
    const done = await attempt({ way, get: way.find });
    if (done !== undefined) return done;
  }
  for (const way of ways) {
    const { install } = way;
    if (install === undefined) continue;
    if (!mayInstall) {
      reasons.push(`${way.name}: nothing is fetched, as CICLO_NO_INSTALL says`);
      continue;
    }
    const get = async (): Promise<Program> => {
      say(`${server}: installing it (${way.name}), once`);
      return install();
    };
    const done = await attempt({ way, get });
    if (done !== undefined) return done;
  }
  throw new CicloError({
    code: 'unavailable',
    message: `${server} could not be started in any way:\n${reasons.map((reason) => `  - ${reason}`).join('\n')}`,
    details: { reasons },
  });
};
