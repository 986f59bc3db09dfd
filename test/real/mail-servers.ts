import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { freePort } from '../../platform/free-port.ts';
import { whereIs } from './found.ts';
import { runProgram, startProgram } from './program.ts';

/** Who has a mailbox, and the password of all. */
export const password = 'canary pass/word';
const mailboxes = ['ana@customer.example', 'bounces@shop.example', 'orders@shop.example'];

/** What the server of other domains says to a recipient: no, or not now. */
const refusals =
  'inline:{ { eva@gone.example = 550 5.1.1 No such user here } { dan@busy.example = 452 4.2.2 Mailbox full } }';

const masterOf = ({ port, remote }: { port: number; remote: number }): string =>
  [
    `127.0.0.1:${port} inet n - n - - smtpd`,
    `127.0.0.1:${remote} inet n - n - - smtpd`,
    '  -o smtpd_relay_restrictions=',
    `  -o { smtpd_recipient_restrictions = check_recipient_access ${refusals}, reject }`,
    'pickup unix n - n 60 1 pickup',
    'cleanup unix n - n - 0 cleanup',
    'qmgr unix n - n 300 1 qmgr',
    'tlsmgr unix - - n 1000? 1 tlsmgr',
    'rewrite unix - - n - - trivial-rewrite',
    'bounce unix - - n - 0 bounce',
    'defer unix - - n - 0 bounce',
    'trace unix - - n - 0 bounce',
    'verify unix - - n - 1 verify',
    'flush unix n - n 1000? 0 flush',
    'proxymap unix - - n - - proxymap',
    'smtp unix - - n - - smtp',
    'relay unix - - n - - smtp',
    'showq unix n - n - - showq',
    'error unix - - n - - error',
    'retry unix - - n - - error',
    'discard unix - - n - - discard',
    'local unix - n n - - local',
    'virtual unix - n n - - virtual',
    'anvil unix - - n - 1 anvil',
    'scache unix - - n - 1 scache',
    'postlog unix-dgram n - n - 1 postlogd',
  ].join('\n');

/** Mails to `gone.example` and `busy.example` are taken, and go on to the server of other domains. */
const mainOf = (input: { folder: string; remote: number; at: (name: string) => string }): string =>
  [
    'compatibility_level = 3.6',
    'myhostname = mail.shop.example',
    'mydestination =',
    'mynetworks =',
    'alias_maps =',
    'local_recipient_maps =',
    'inet_interfaces = 127.0.0.1',
    `queue_directory = ${input.at('queue')}`,
    `data_directory = ${input.at('data')}`,
    `maillog_file = ${input.at('mail.log')}`,
    `maillog_file_prefixes = ${input.folder}`,
    'virtual_mailbox_domains = customer.example, shop.example',
    `virtual_mailbox_base = ${input.at('mail')}`,
    `virtual_mailbox_maps = inline:{ ${mailboxes.map((one) => `{ ${one} = ${one}/ }`).join(' ')} }`,
    'virtual_uid_maps = static:65534',
    'virtual_gid_maps = static:65534',
    'relay_domains = gone.example, busy.example',
    `transport_maps = inline:{ { gone.example = smtp:[127.0.0.1]:${input.remote} } { busy.example = smtp:[127.0.0.1]:${input.remote} } }`,
    'message_size_limit = 100000',
    'delay_warning_time = 1s',
    'smtpd_tls_security_level = may',
    'smtpd_tls_auth_only = yes',
    `smtpd_tls_chain_files = ${input.at('key.pem')}, ${input.at('cert.pem')}`,
    'smtpd_sasl_auth_enable = yes',
    'smtpd_sasl_type = dovecot',
    'smtpd_sasl_path = private/auth',
    'smtpd_relay_restrictions = permit_sasl_authenticated, reject',
    'smtpd_recipient_restrictions = reject_unlisted_recipient, permit_sasl_authenticated, reject',
  ].join('\n');

const dovecotOf = (input: { port: number; at: (name: string) => string }): string =>
  [
    'protocols = imap',
    'listen = 127.0.0.1',
    `base_dir = ${input.at('run')}`,
    `log_path = ${input.at('dovecot.log')}`,
    'first_valid_uid = 1',
    'first_valid_gid = 1',
    'last_valid_uid = 0',
    `mail_location = maildir:${input.at('mail')}/%u`,
    `ssl_cert = <${input.at('cert.pem')}`,
    `ssl_key = <${input.at('key.pem')}`,
    'ssl = required',
    'auth_mechanisms = plain login',
    `passdb {\n  driver = passwd-file\n  args = scheme=PLAIN username_format=%u ${input.at('users')}\n}`,
    `userdb {\n  driver = static\n  args = uid=65534 gid=65534 home=${input.at('mail')}/%u\n}`,
    `service imap-login {\n  inet_listener imap {\n    port = 0\n  }\n  inet_listener imaps {\n    port = ${input.port}\n    ssl = yes\n  }\n}`,
    `service auth {\n  unix_listener ${input.at('queue/private/auth')} {\n    mode = 0666\n  }\n}`,
    '',
  ].join('\n');

/** A certificate of this machine that signs itself. */
const makeCertificate = (at: (name: string) => string): Promise<string> => {
  const made = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost'];
  const names = ['-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
  const files = ['-keyout', at('key.pem'), '-out', at('cert.pem')];
  return runProgram('openssl', [...made, ...names, ...files]);
};

/** Postfix, whom people with a mailbox may send by, and Dovecot, where they read; everything below one folder. */
export const startMailServers = async (folder: string) => {
  const at = (name: string): string => join(folder, name);
  const [smtp, remote, imap] = [await freePort(), await freePort(), await freePort()];
  await runProgram('chmod', ['755', folder]);
  for (const name of ['etc', 'queue', 'data', 'mail', 'run']) await mkdir(at(name));
  await makeCertificate(at);
  await runProgram('chown', ['65534:65534', at('mail')]);
  await runProgram('chown', ['postfix', at('data')]);
  await writeFile(at('etc/main.cf'), mainOf({ folder, remote, at }));
  await writeFile(at('etc/master.cf'), `${masterOf({ port: smtp, remote })}\n`);
  await writeFile(at('users'), mailboxes.map((one) => `${one}:{PLAIN}${password}\n`).join(''));
  await writeFile(at('dovecot.conf'), dovecotOf({ port: imap, at }));
  const postfix = whereIs('postfix') ?? '';
  const control = (word: string) => runProgram(postfix, ['-c', at('etc'), word]);
  await control('check');
  const dovecot = await startProgram(whereIs('dovecot') ?? '', ['-F', '-c', at('dovecot.conf')], {
    port: imap,
  });
  await control('start');
  return {
    smtp,
    imap,
    certificate: at('cert.pem'),
    log: at('mail.log'),
    /** Tries again at once what was put off. */
    flush: () => control('flush'),
    stop: async () => {
      await control('stop');
      await dovecot.stop();
    },
  };
};
