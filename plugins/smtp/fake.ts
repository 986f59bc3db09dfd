import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';

/**
 * What the server does at a stage instead of what is usual: a reply, `drop` (cuts the line) or `hang` (silence).
 * `body` is after the final dot, `midway` within the message.
 */
export type SmtpScript = Partial<
  Record<'greeting' | 'ehlo' | 'auth' | 'mail' | 'rcpt' | 'data' | 'midway' | 'body', string>
>;

type TakenMail = { readonly from: string; readonly to: string; readonly raw: string };

const usual = {
  greeting: '220 fake ESMTP',
  ehlo: '250-fake\r\n250-PIPELINING\r\n250-SMTPUTF8\r\n250 AUTH PLAIN',
  auth: '235 2.7.0 Welcome',
  mail: '250 2.1.0 Ok',
  rcpt: '250 2.1.5 Ok',
  data: '354 Go on',
  body: '250 2.0.0 Ok: queued as FAKE1',
} as const;

const addressIn = (line: string): string => /<([^>]*)>/.exec(line)?.[1] ?? '';

/** One conversation. Commands are answered in order; the message ends at a line with a single dot. */
const converse = (input: {
  socket: Socket;
  script: () => SmtpScript;
  take: (mail: TakenMail) => void;
  fellSilent: () => void;
}): void => {
  const { socket, script, take, fellSilent } = input;
  let waiting = '';
  let inBody = false;
  let from = '';
  let to = '';

  const say = (stage: keyof typeof usual): boolean => {
    const act = script()[stage] ?? usual[stage];
    if (act === 'drop') socket.destroy();
    else if (act === 'hang') fellSilent();
    else socket.write(`${act}\r\n`);
    return act !== 'drop' && act !== 'hang' && /^[23]/.test(act);
  };

  const command = (line: string): void => {
    const verb = line.slice(0, 4).toUpperCase();
    if (verb === 'EHLO' || verb === 'HELO') say('ehlo');
    else if (verb === 'AUTH') say('auth');
    else if (verb === 'MAIL') {
      from = addressIn(line);
      to = '';
      say('mail');
    } else if (verb === 'RCPT') {
      if (say('rcpt')) to = addressIn(line);
    } else if (verb === 'DATA') {
      if (to === '') socket.write('503 5.5.1 No recipient\r\n');
      else inBody = say('data');
    } else if (verb === 'QUIT') socket.end('221 2.0.0 Bye\r\n');
    else socket.write('250 2.0.0 Ok\r\n');
  };

  const read = (): void => {
    while (!socket.destroyed) {
      const end = waiting.indexOf(inBody ? '\r\n.\r\n' : '\r\n');
      if (inBody && script().midway === 'drop') socket.destroy();
      if (end < 0) return;
      const part = waiting.slice(0, end);
      waiting = waiting.slice(end + (inBody ? 5 : 2));
      if (!inBody) command(part);
      else {
        inBody = false;
        // The final dot has come: the mail is this server's, unless it says no.
        const act = script().body ?? usual.body;
        if (act === 'drop' || act.startsWith('2')) {
          take({ from, to, raw: `${part.replace(/^\.\./gm, '.')}\r\n` });
        }
        say('body');
      }
    }
  };

  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk) => {
    waiting += chunk.toString('latin1');
    read();
  });
  say('greeting');
};

/** An SMTP server on loopback that does at every stage what its script says, and keeps the mails it took. */
export const createSmtpFake = async () => {
  let script: SmtpScript = {};
  const mails: TakenMail[] = [];
  const sockets = new Set<Socket>();
  const listeners: (() => void)[] = [];
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    converse({
      socket,
      script: () => script,
      take: (mail) => mails.push(mail),
      fellSilent: () => {
        for (const hear of listeners.splice(0)) hear();
      },
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    port,
    mails,
    connections: () => connections,
    play: (next: SmtpScript) => {
      script = next;
    },
    /** Settles when it keeps silent at a stage for the next time. */
    silence: (): Promise<void> =>
      new Promise((resolve) => {
        listeners.push(resolve);
      }),
    /** Cuts every open connection, as a server that restarts. */
    cut: () => {
      for (const socket of sockets) socket.destroy();
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      if (!server.listening) return;
      server.close();
      await once(server, 'close');
    },
  };
};
