import type { Connection, Schema } from 'mongoose';

import { circuitSchema } from './schemas/circuit.ts';
import { commandSchema } from './schemas/command.ts';
import { couponCounterSchema, couponSchema } from './schemas/coupon.ts';
import { deliverySchema } from './schemas/delivery.ts';
import { devClockSchema } from './schemas/dev-clock.ts';
import { effectSchema } from './schemas/effect.ts';
import { entryJobSchema, placeCounterSchema, placesSchema } from './schemas/entry.ts';
import { eventSchema } from './schemas/event.ts';
import { decidedSchema, exposureSchema } from './schemas/exposure.ts';
import { idempotencyKeySchema } from './schemas/idempotency-key.ts';
import { jobSchema } from './schemas/job.ts';
import { ledgerSchema } from './schemas/ledger.ts';
import { messageSchema } from './schemas/message.ts';
import { orderSchema } from './schemas/order.ts';
import { profileSchema } from './schemas/profile.ts';
import { referralSchema } from './schemas/referral.ts';
import { resendSchema } from './schemas/resend.ts';
import { runSchema } from './schemas/run.ts';
import { slotSchema } from './schemas/slot.ts';
import { suppressionSchema } from './schemas/suppression.ts';
import { taskSchema } from './schemas/task.ts';
import { tripSchema } from './schemas/trip.ts';
import { journeyVersionSchema, workspacePartSchema, workspaceSchema } from './schemas/workspace.ts';

/** The schema of every collection, by the name of its model. */
export const schemas: Readonly<Record<string, Schema>> = {
  Circuit: circuitSchema,
  Command: commandSchema,
  Coupon: couponSchema,
  CouponCounter: couponCounterSchema,
  Decided: decidedSchema,
  Delivery: deliverySchema,
  DevClock: devClockSchema,
  Effect: effectSchema,
  EntryJob: entryJobSchema,
  EntryPlaceCounter: placeCounterSchema,
  EntryPlaces: placesSchema,
  Event: eventSchema,
  Exposure: exposureSchema,
  IdempotencyKey: idempotencyKeySchema,
  Job: jobSchema,
  JourneyVersion: journeyVersionSchema,
  Ledger: ledgerSchema,
  Message: messageSchema,
  Order: orderSchema,
  Profile: profileSchema,
  Referral: referralSchema,
  Resend: resendSchema,
  Run: runSchema,
  Slot: slotSchema,
  Suppression: suppressionSchema,
  Task: taskSchema,
  Trip: tripSchema,
  Workspace: workspaceSchema,
  WorkspacePart: workspacePartSchema,
};

/** Makes all models on a connection and all indexes in its database. Any number of processes may do it at once. */
export const ensureIndexes = async (connection: Connection): Promise<void> => {
  for (const [name, schema] of Object.entries(schemas)) {
    await connection.model(name, schema).createIndexes();
  }
};
