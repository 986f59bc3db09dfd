import { createHash, generateKeyPairSync } from 'node:crypto';
import { createServer, type Socket } from 'node:net';

import ssh2, { type Connection, type SFTPWrapper } from 'ssh2';

type Kept = { bytes: Buffer; at: number };

const { STATUS_CODE } = ssh2.utils.sftp;
const regular = 0o100640;
const folderMode = 0o040750;

const attributes = (mode: number, size: number, at: number) => ({
  mode,
  uid: 0,
  gid: 0,
  size,
  atime: at / 1000,
  mtime: at / 1000,
});

type Session = {
  readonly sftp: SFTPWrapper;
  readonly files: Map<string, Kept>;
  readonly folders: Set<string>;
  readonly now: () => number;
  readonly afterRename: () => void;
};

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/'));
const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** What is open in a session, by its handle. */
const createHandles = () => {
  const open = new Map<number, { path: string; isListed: boolean }>();
  return {
    add: (path: string): Buffer => {
      const handle = Buffer.alloc(4);
      handle.writeUInt32BE(open.size);
      open.set(open.size, { path, isListed: false });
      return handle;
    },
    of: (handle: Buffer) => open.get(handle.readUInt32BE()),
  };
};

type Handles = ReturnType<typeof createHandles>;

const serveOpening = ({ sftp, files, folders, now }: Session, handles: Handles): void => {
  sftp.on('OPEN', (id, path, flags) => {
    const isWrite = (flags & ssh2.utils.sftp.OPEN_MODE.WRITE) !== 0;
    const isThere = isWrite ? folders.has(folderOf(path)) : files.has(path);
    if (!isThere) return sftp.status(id, STATUS_CODE.NO_SUCH_FILE);
    if (isWrite) files.set(path, { bytes: Buffer.alloc(0), at: now() });
    return sftp.handle(id, handles.add(path));
  });
  sftp.on('WRITE', (id, handle, offset, data) => {
    const file = files.get(handles.of(handle)?.path ?? '');
    if (file === undefined) return sftp.status(id, STATUS_CODE.FAILURE);
    file.bytes = Buffer.concat([file.bytes.subarray(0, offset), data]);
    return sftp.status(id, STATUS_CODE.OK);
  });
  sftp.on('READ', (id, handle, offset, length) => {
    const file = files.get(handles.of(handle)?.path ?? '');
    const part = file?.bytes.subarray(offset, offset + length) ?? Buffer.alloc(0);
    return part.length === 0 ? sftp.status(id, STATUS_CODE.EOF) : sftp.data(id, part);
  });
  sftp.on('CLOSE', (id) => sftp.status(id, STATUS_CODE.OK));
};

const serveFiles = ({ sftp, files, afterRename }: Session, handles: Handles): void => {
  sftp.on('FSETSTAT', (id) => sftp.status(id, STATUS_CODE.OK));
  sftp.on('FSTAT', (id, handle) => {
    const file = files.get(handles.of(handle)?.path ?? '');
    return file === undefined
      ? sftp.status(id, STATUS_CODE.FAILURE)
      : sftp.attrs(id, attributes(regular, file.bytes.length, file.at));
  });
  sftp.on('REMOVE', (id, path) =>
    sftp.status(id, files.delete(path) ? STATUS_CODE.OK : STATUS_CODE.NO_SUCH_FILE),
  );
  sftp.on('RENAME', (id, from, to) => {
    const file = files.get(from);
    if (file === undefined) return sftp.status(id, STATUS_CODE.NO_SUCH_FILE);
    files.delete(from);
    files.set(to, file);
    afterRename();
    return sftp.status(id, STATUS_CODE.OK);
  });
};

const serveFolders = (session: Session, handles: Handles): void => {
  const { sftp, files, folders, now } = session;
  sftp.on('MKDIR', (id, path) => {
    if (folders.has(path) || !folders.has(folderOf(path))) return sftp.status(id, STATUS_CODE.FAILURE);
    folders.add(path);
    return sftp.status(id, STATUS_CODE.OK);
  });
  sftp.on('OPENDIR', (id, path) => {
    if (!folders.has(path)) return sftp.status(id, STATUS_CODE.NO_SUCH_FILE);
    return sftp.handle(id, handles.add(path));
  });
  sftp.on('READDIR', (id, handle) => {
    const state = handles.of(handle);
    if (state === undefined || state.isListed) return sftp.status(id, STATUS_CODE.EOF);
    state.isListed = true;
    const entry = (path: string, mode: number, size: number, at: number) => ({
      filename: nameOf(path),
      longname: path,
      attrs: attributes(mode, size, at),
    });
    const within = (path: string): boolean => folderOf(path) === state.path;
    return sftp.name(id, [
      entry('.', folderMode, 0, now()),
      ...[...folders].filter(within).map((path) => entry(path, folderMode, 0, now())),
      ...[...files]
        .filter(([path]) => within(path))
        .map(([path, { bytes, at }]) => entry(path, regular, bytes.length, at)),
    ]);
  });
};

/** The key of every fake: making one takes long. */
const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'pkcs1', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
});

type Trouble = 'ok' | 'unauthorized' | 'unavailable' | 'lost';
type Account = { readonly user: string; readonly password: string };
type State = Pick<Session, 'files' | 'folders' | 'now'> & {
  readonly account: Account;
  readonly trouble: () => Trouble;
  readonly noteLogin: () => void;
};

const welcome = (state: State, client: Connection, socket: Socket): void => {
  const { account, trouble, files, folders, now } = state;
  client.on('error', () => undefined);
  client.on('authentication', (ctx) => {
    state.noteLogin();
    const isOurs =
      ctx.method === 'password' && ctx.username === account.user && ctx.password === account.password;
    if (isOurs && trouble() !== 'unauthorized') ctx.accept();
    else ctx.reject(['password']);
  });
  const afterRename = (): void => {
    if (trouble() === 'lost') socket.destroy();
  };
  client.on('session', (accept) => {
    accept().on('sftp', (acceptSftp) => {
      const handles = createHandles();
      const session = { sftp: acceptSftp(), files, folders, now, afterRename };
      serveOpening(session, handles);
      serveFiles(session, handles);
      serveFolders(session, handles);
    });
  });
};

/** Listens on this machine, and hands each connection on. */
const listen = async (connected: (socket: Socket) => void) => {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    connected(socket);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    close: () =>
      new Promise<void>((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
};

/** A server of SFTP as the package `ssh2` makes them, with files in memory. */
export const createSftpFake = async (account: Account) => {
  const files = new Map<string, Kept>();
  const clock = { at: Date.parse('2026-03-01T12:00:00Z') };
  let trouble: Trouble = 'ok';
  let logins = 0;
  const ssh = new ssh2.Server({ hostKeys: [privateKey] });
  const state: State = {
    account,
    files,
    folders: new Set(['/files', '/files/in']),
    now: () => clock.at,
    trouble: () => trouble,
    noteLogin: () => {
      logins += 1;
    },
  };
  const { port, close } = await listen((socket) => {
    if (trouble === 'unavailable') {
      socket.destroy();
      return;
    }
    ssh.once('connection', (client) => welcome(state, client, socket));
    ssh.injectSocket(socket);
  });
  const parsed = ssh2.utils.parseKey(privateKey);
  const key = parsed instanceof Error ? Buffer.alloc(0) : parsed.getPublicSSH();
  return {
    files,
    clock,
    close,
    play: (next: Trouble) => {
      trouble = next;
    },
    /** How often somebody tried to sign in. */
    logins: () => logins,
    fingerprint: `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`,
    /** The address as the variable of the instance has it. */
    address: `sftp://${account.user}:${encodeURIComponent(account.password)}@127.0.0.1:${port}/files`,
  };
};
