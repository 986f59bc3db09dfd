import { readdir, readFile } from 'node:fs/promises';

interface ProcessFacts {
  readonly state: string;
  readonly group: string;
  readonly birth: string;
}

/** From Linux's `/proc`; undefined where there is none, or no such process. */
const factsOf = async (pid: number | string): Promise<ProcessFacts | undefined> => {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  if (stat === undefined) return undefined;
  // The second field is the command in brackets and may hold spaces; what follows is the state, then numbers.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return { state: fields[0] ?? '', group: fields[2] ?? '', birth: fields[19] ?? '' };
};

const answersSignals = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    return thrown instanceof Error && 'code' in thrown && thrown.code === 'EPERM';
  }
};

/** When a process started (an opaque word); undefined where the system does not tell or no such process lives. */
export const birthOf = async (pid: number): Promise<string | undefined> => (await factsOf(pid))?.birth;

/**
 * Whether the very process that was recorded (not another one with its id) is alive. A zombie, which only waits for
 * somebody to read its exit code, is not.
 */
export const isAlive = async (recorded: { pid: number; birth?: string | undefined }): Promise<boolean> => {
  if (!answersSignals(recorded.pid)) return false;
  const facts = await factsOf(recorded.pid);
  if (facts === undefined) return true;
  return facts.state !== 'Z' && (recorded.birth === undefined || facts.birth === recorded.birth);
};

/** Whether any process of the group lives, zombies not counted. */
export const groupLives = async (group: number): Promise<boolean> => {
  if (!answersSignals(-group)) return false;
  const names = await readdir('/proc').catch(() => undefined);
  if (names === undefined) return true;
  const members = await Promise.all(names.filter((name) => /^\d+$/.test(name)).map(factsOf));
  return members.some((facts) => facts !== undefined && facts.group === String(group) && facts.state !== 'Z');
};
