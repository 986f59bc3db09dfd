import { normaliseEmail } from '../messages/mail-address.ts';

/** Mail services that anybody has an address of: their domain says nothing of a company. */
const freeMail = new Set(
  [
    'gmail.com googlemail.com outlook.com outlook.es outlook.fr hotmail.com hotmail.es hotmail.fr hotmail.it hotmail.co.uk',
    'live.com live.co.uk live.fr live.nl msn.com yahoo.com yahoo.es yahoo.fr yahoo.de yahoo.it yahoo.co.uk yahoo.co.in',
    'yahoo.co.jp yahoo.com.br yahoo.com.ar yahoo.com.mx ymail.com rocketmail.com icloud.com me.com mac.com aol.com',
    'proton.me protonmail.com pm.me tutanota.com tuta.com gmx.de gmx.net gmx.com gmx.at gmx.ch web.de t-online.de',
    'freenet.de posteo.de mailbox.org orange.fr wanadoo.fr free.fr laposte.net sfr.fr libero.it virgilio.it tiscali.it',
    'alice.it telefonica.net movistar.es terra.es terra.com.br uol.com.br bol.com.br mail.ru yandex.ru yandex.com bk.ru',
    'list.ru inbox.ru rambler.ru qq.com 163.com 126.com sina.com naver.com hanmail.net daum.net rediffmail.com',
    'zoho.com fastmail.com hey.com mail.com email.com btinternet.com sky.com comcast.net verizon.net att.net',
    'bigpond.com optusnet.com.au seznam.cz wp.pl o2.pl interia.pl onet.pl abv.bg ukr.net bluewin.ch skynet.be telenet.be',
  ].flatMap((line) => line.split(' ')),
);

/**
 * The web domain of a company by an address of it; undefined for no address, and for one of a mail service that anybody uses.
 *
 * @example companyDomain('Ana@Tiles.example') // 'tiles.example'
 */
export const companyDomain = (email: string): string | undefined => {
  const domain = normaliseEmail(email)?.split('@').at(-1);
  return domain === undefined || freeMail.has(domain) ? undefined : domain;
};

/** What stands behind a name to say what kind of company it is. */
const legalForms = new Set(
  [
    'sl slu sa sau scp sll sc cb gmbh ag kg ohg gbr ug mbh inc llc llp lp ltd limited plc corp corporation company co',
    'sarl sas sasu eurl sci srl spa snc sas bv nv vof oy oyj ab as asa aps sro kft zrt doo pty pvt lda ltda eirl se',
  ].flatMap((line) => line.split(' ')),
);

const marks = /\p{M}+/gu;
const word = /[\p{L}\p{N}]+/gu;

/**
 * The name of a company as names are compared: words in lower case, without accents, dots and legal form. Two companies of which
 * these are the same are taken for one; empty for a text without words.
 *
 * @example companyName('Azulejos Prado, S.L.') // 'azulejos prado'
 */
export const companyName = (text: string): string => {
  const plain = text
    .normalize('NFKD')
    .replaceAll(marks, '')
    .toLowerCase()
    .replaceAll(/(?<=(?:^|[\s.])\p{L})\.\s?(?=\p{L}(?:\.|\s|$))/gu, '')
    .replaceAll('.', '');
  const words = [...plain.matchAll(word)].map(([one]) => one);
  const last = words.findLastIndex((one) => !legalForms.has(one));
  // A name that is nothing but a legal form is that form.
  return (last < 0 ? words : words.slice(0, last + 1)).join(' ');
};
