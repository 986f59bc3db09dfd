import type { Clock } from '../clock/clock.ts';
import { createAboutMessages } from './about-messages.ts';
import { createCancelPlanned } from './cancel-planned.ts';
import { createNoteFeedback } from './note-feedback.ts';
import type { AuditStore } from '../access/audit-port.ts';
import type { Keyring } from '../access/keyring-port.ts';
import type { MessageStore, SuppressionStore } from './ports.ts';
import type { RunStore } from '../runs/ports.ts';
import type { ForgetDevice } from '../people/push/forget-device.ts';
import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import type { Plugins } from '../plugins/plugins.ts';
import { auditedSuppressions } from './audited-suppressions.ts';
import { type Bookings, createBookings } from './send/booking.ts';
import { createContenders } from './send/contenders.ts';
import { createHandOver } from './send/hand-over.ts';
import { createNoteUndelivered } from './note-undelivered.ts';
import { createRenderForPerson, type RenderForPerson } from './send/render-for-person.ts';
import { createResend } from './resend.ts';
import { createSend } from './send/send-message.ts';
import { createLinks, type Links } from '../../domain/messages/links/links.ts';
import { eachTenant } from '../each-tenant.ts';
import type { EngineMeter } from '../meter.ts';
import type { Module } from '../module.ts';
import { createPages } from './public-pages.ts';
import { createSuppressionList } from './suppression-list.ts';
import { messageSchema } from './store/message-schema.ts';
import { resendSchema } from './store/resend-schema.ts';
import { slotSchema } from './store/slot-schema.ts';
import { suppressionSchema } from './store/suppression-schema.ts';
import { createMessageStore } from './store/messages.ts';
import { createSuppressionStore } from './store/suppressions.ts';
import { createResendStore } from './store/resends.ts';
import { createRateSlotStore } from './store/rate-slots.ts';
import { messageRoutes } from './messages-routes.ts';
import { suppressionRoutes } from './suppressions-routes.ts';
import { createMessageReads } from './store/read-messages.ts';

type LinkNeeds = { readonly keyring: Keyring; readonly publicUrl: string; readonly fixedLinks?: Links };

type AuditedNeeds = {
  readonly suppressions: SuppressionStore;
  readonly audit: AuditStore;
  readonly systemTime: Clock['systemTime'];
};

type HandOverNeeds = {
  readonly messages: MessageStore;
  readonly bookings: Bookings;
  readonly suppressionsByEngine: SuppressionStore;
  readonly runs: RunStore;
  readonly plugins: Plugins;
  readonly forgetDevice: ForgetDevice;
  readonly render: RenderForPerson;
  readonly defaultFrom: string;
  readonly systemTime: Clock['systemTime'];
  readonly sendLeaseMs: number | undefined;
  readonly meter: EngineMeter;
};

type FeedbackNeeds = {
  readonly messages: MessageStore;
  readonly suppressionsByEngine: SuppressionStore;
  readonly noteUndelivered: ReturnType<typeof createNoteUndelivered>;
  readonly keyring: Keyring;
};

type LoopNeeds = { readonly live: LiveWorkspaces; readonly resend: ReturnType<typeof createResend> };

/** Messages: rendered, through the gate, handed over, and what providers report of them. */
export const messagesModule = {
  name: 'messages',
  collections: [messageSchema, resendSchema, slotSchema, suppressionSchema],
  stores: {
    messages: createMessageStore,
    messageReads: createMessageReads,
    suppressions: createSuppressionStore,
    resends: createResendStore,
    slots: createRateSlotStore,
  },
  services: {
    links: ({ fixedLinks, keyring, publicUrl }: LinkNeeds) =>
      fixedLinks ?? createLinks({ keys: keyring, publicUrl }),
    render: createRenderForPerson,
    bookings: createBookings,
    aboutMessages: createAboutMessages,
    cancelPlanned: createCancelPlanned,
    suppressionsByEngine: ({ suppressions, audit, systemTime }: AuditedNeeds) =>
      auditedSuppressions({ suppressions, audit, systemTime }),
    handOver: (use: HandOverNeeds) =>
      createHandOver({
        messages: use.messages,
        bookings: use.bookings,
        suppressions: use.suppressionsByEngine,
        runs: use.runs,
        plugins: use.plugins,
        forgetDevice: use.forgetDevice,
        render: use.render,
        defaultFrom: use.defaultFrom,
        systemTime: use.systemTime,
        count: use.meter.message,
        ...(use.sendLeaseMs === undefined ? {} : { leaseMs: use.sendLeaseMs }),
      }),
    suppressionList: createSuppressionList,
    pages: createPages,
    contenders: createContenders,
    send: createSend,
    resend: createResend,
    noteUndelivered: createNoteUndelivered,
    noteFeedback: ({
      messages,
      suppressionsByEngine: suppressions,
      noteUndelivered,
      keyring,
    }: FeedbackNeeds) => createNoteFeedback({ messages, suppressions, noteUndelivered, keyring }),
  },
  loops: {
    resends: ({ live, resend }: LoopNeeds) => ({
      every: 2,
      job: eachTenant({ live, look: async (tenant) => (await resend.turn(tenant)) === 'more' }),
    }),
  },
  routes: { messages: messageRoutes, suppressions: suppressionRoutes },
  audited: {
    'POST /api/suppressions': { action: 'suppression.add' },
    'DELETE /api/suppressions': { action: 'suppression.lift' },
  },
} as const satisfies Module;
