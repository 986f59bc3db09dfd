import { createConnection } from 'node:net';

const REPLY_BOUND_MS = 1000;

/** `{ ping: 1, $db: "admin" }` as an OP_MSG: asked by hand, because only `store` may import the driver. */
const pingMessage = (): Buffer => {
  const document = Buffer.concat([
    Buffer.from([0x1e, 0, 0, 0]),
    Buffer.from([0x10]),
    Buffer.from('ping\0', 'latin1'),
    Buffer.from([1, 0, 0, 0]),
    Buffer.from([0x02]),
    Buffer.from('$db\0', 'latin1'),
    Buffer.from([6, 0, 0, 0]),
    Buffer.from('admin\0', 'latin1'),
    Buffer.from([0]),
  ]);
  const header = Buffer.alloc(21);
  header.writeInt32LE(header.length + document.length, 0);
  header.writeInt32LE(1, 4);
  header.writeInt32LE(2013, 12);
  document.writeInt32LE(document.length, 0);
  return Buffer.concat([header, document]);
};

/** Whether a server that speaks MongoDB's protocol answers on the port of the loopback interface, within a second. */
export const mongoAnswers = async (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = createConnection({ host: '127.0.0.1', port });
    const finish = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(REPLY_BOUND_MS, () => {
      finish(false);
    });
    socket.once('error', () => {
      finish(false);
    });
    socket.once('close', () => {
      finish(false);
    });
    socket.once('connect', () => socket.write(pingMessage()));
    socket.once('data', (reply) => {
      finish(reply.length >= 16 && reply.readInt32LE(12) === 2013);
    });
  });
