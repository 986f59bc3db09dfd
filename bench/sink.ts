import { SMTPServer } from 'smtp-server';

/**
 * An SMTP server in a process of its own that takes every mail; tells its port, then on demand how many came,
 * when the last one came, and when the first one came to each recipient.
 */
let count = 0;
let lastAt = 0;
const arrivals = new Map<string, number>();
const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['AUTH', 'STARTTLS'],
  onData: (stream, session, done) => {
    stream.on('data', () => undefined);
    stream.on('end', () => {
      count += 1;
      lastAt = Date.now();
      const [recipient] = session.envelope.rcptTo;
      if (recipient !== undefined && !arrivals.has(recipient.address))
        arrivals.set(recipient.address, lastAt);
      done();
    });
  },
});
const listening = server.listen(0, '127.0.0.1', () => {
  const address = listening.address();
  process.send?.({ port: typeof address === 'object' && address !== null ? address.port : 0 });
});
process.on('message', (ask) => {
  if (ask === 'reset') {
    count = 0;
    arrivals.clear();
  }
  if (ask === 'arrivals') process.send?.({ arrivals: Object.fromEntries(arrivals) });
  else process.send?.({ count, lastAt });
});
process.on('disconnect', () => process.exit(0));
