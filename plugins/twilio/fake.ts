import { createHmac } from 'node:crypto';
import type { WebhookRequest } from '../contract.ts';
import { createHttpFake } from '../testing.ts';

/** Twilio's Messages resource, as twilio.com/docs/messaging describes it; `+15005550009` is no mobile, `+15005550004` said STOP. */
export const createTwilioFake = async (input: { accountSid: string; authToken: string }) => {
  const forms: unknown[] = [];
  const login = `Basic ${Buffer.from(`${input.accountSid}:${input.authToken}`).toString('base64')}`;
  const provider = await createHttpFake(({ app, happened }) => {
    app.post(`/2010-04-01/Accounts/${input.accountSid}/Messages.json`, async (c) => {
      const refuse = (status: 400 | 401, code: number, message: string) =>
        c.json({ code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status }, status);
      if (c.req.header('authorization') !== login) return refuse(401, 20_003, 'Authenticate');
      const form = await c.req.parseBody();
      const { To, Body } = form;
      if (typeof To !== 'string' || !/^\+\d{6,15}$/.test(To)) {
        return refuse(400, 21_211, `The 'To' number ${String(To)} is not a valid phone number.`);
      }
      if (To === '+15005550009')
        return refuse(400, 21_614, `'To' number is not a valid mobile number: ${To}`);
      if (To === '+15005550004') return refuse(400, 21_610, 'Attempt to send to unsubscribed recipient');
      if (typeof Body !== 'string' || Body === '') return refuse(400, 21_602, 'Message body is required.');
      forms.push(form);
      const callback = String(form['StatusCallback'] ?? '');
      happened(callback === '' ? `message-${forms.length}` : callback);
      return c.json(
        { sid: `SM${forms.length}`, status: 'queued', to: To, body: Body, error_code: null },
        201,
      );
    });
  });
  return { ...provider, forms };
};

/** A request of Twilio's to `https://ciclo.example/webhooks/shop/sms`. */
export const signedByTwilio = (input: {
  body: Uint8Array;
  secret: string;
  query?: Readonly<Record<string, string>>;
}): WebhookRequest => {
  const path = '/webhooks/shop/sms';
  const { query = {} } = input;
  const search = new URLSearchParams(query).toString();
  const address = `https://ciclo.example${path}${search === '' ? '' : `?${search}`}`;
  const fields = [...new URLSearchParams(Buffer.from(input.body).toString())]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, value]) => `${name}${value}`)
    .join('');
  const signature = createHmac('sha1', input.secret).update(`${address}${fields}`).digest('base64');
  return {
    method: 'POST',
    path,
    query,
    headers: {
      host: 'ciclo.example',
      'content-type': 'application/x-www-form-urlencoded',
      'x-twilio-signature': signature,
    },
    rawBody: input.body,
  };
};
