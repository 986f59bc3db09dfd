/* Run as a process: supervises a server that ignores being asked to stop, and says when it runs. */
import { join } from 'node:path';
import { superviseProcess } from './supervised-process.ts';

const dir = process.argv[2] ?? '';
const PATH = '/usr/local/bin:/usr/bin:/bin';
await superviseProcess({
  command: 'sh',
  args: ['-c', 'trap "" TERM; while :; do sleep 0.05; done'],
  env: { PATH },
  logPath: join(dir, 'server.log'),
  recordPath: join(dir, 'process.json'),
});
process.stdout.write('running\n');
setInterval(() => undefined, 60_000);
