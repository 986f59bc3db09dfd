import { SMTPServer } from 'smtp-server';

/** An SMTP server in a process of its own that takes every mail and counts them; tells its port, then the count on demand. */
let count = 0;
let lastAt = 0;
const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['AUTH', 'STARTTLS'],
  onData: (stream, _session, done) => {
    stream.on('data', () => undefined);
    stream.on('end', () => {
      count += 1;
      lastAt = Date.now();
      done();
    });
  },
});
const listening = server.listen(0, '127.0.0.1', () => {
  const address = listening.address();
  process.send?.({ port: typeof address === 'object' && address !== null ? address.port : 0 });
});
process.on('message', (ask) => {
  if (ask === 'reset') count = 0;
  process.send?.({ count, lastAt });
});
process.on('disconnect', () => process.exit(0));
