import type { Command } from 'commander';

import { CicloError } from '../domain/errors.ts';
import { type Environment, loadConfig } from '../platform/config.ts';
import { connectEngine } from './engine-client.ts';
import type { Say } from './say.ts';

type Options = {
  readonly reason?: string;
  readonly skip?: boolean;
  readonly exceptTransactional?: boolean;
  readonly rate?: string;
};

const bodyOf = (to: 'off' | 'on', options: Options): Readonly<Record<string, unknown>> => {
  if (to === 'on') return options.rate === undefined ? {} : { rate: Number(options.rate) };
  return {
    sends: options.skip === true ? 'skip' : 'hold',
    exceptTransactional: options.exceptTransactional ?? false,
    ...(options.reason === undefined ? {} : { reason: options.reason }),
  };
};

/** Adds `ciclo channel`: the kill switch. */
export const addChannel = (input: {
  program: Command;
  env: Environment;
  say: Say;
  ran: { code: number };
}): void => {
  const { program, env, say, ran } = input;
  program
    .command('channel [name] [state]')
    .description('switch a channel `off` or `on`; without a name, how they stand')
    .option('--reason <text>', 'why it is off; it stands in the ledger')
    .option('--skip', 'leave messages out while it is off, instead of holding them')
    .option('--except-transactional', 'transactional messages go out all the same')
    .option('--rate <count>', 'when it is on again, so many who were held go on in a second')
    .action(async (channel: string | undefined, to: string | undefined, options: Options) => {
      const { runChannels, runSwitchChannel } = await import('./commands/channel.ts');
      const client = await connectEngine(loadConfig(env));
      if (channel === undefined) {
        ran.code = await runChannels({ client, say });
        return;
      }
      if (to !== 'off' && to !== 'on') {
        const message = `Write \`ciclo channel ${channel} off\` or \`ciclo channel ${channel} on\`.`;
        throw new CicloError({ code: 'invalid-input', message });
      }
      ran.code = await runSwitchChannel({ channel, to, body: bodyOf(to, options), client, say });
    });
};
