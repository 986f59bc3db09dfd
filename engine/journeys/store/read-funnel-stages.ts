import type { mongo } from 'mongoose';

import { absentKinds, passingKinds } from '../../../domain/ledger/passing.ts';

/** Every pipeline begins with the part of an index that belongs to one journey. */
type Match = mongo.Document;

const sum = { $sum: 1 } as const;

/** Runs by how they stand: those under way by step, those that ended by outcome. */
export const runStages = (match: Match): mongo.Document[] => [
  { $match: match },
  {
    $group: {
      _id: {
        status: '$status',
        outcome: { $cond: [{ $eq: ['$status', 'active'] }, null, '$outcome'] },
        step: { $cond: [{ $eq: ['$status', 'active'] }, '$step', null] },
      },
      runs: sum,
      converted: { $sum: { $cond: [{ $gt: ['$convertedAt', null] }, 1, 0] } },
    },
  },
];

const takesPart = { outcome: { $ne: 'held-out' } } as const;

/** How many people took part, and how many of them converted: each once, however often they came. */
export const peopleStages = (match: Match): mongo.Document[] => [
  { $match: match },
  { $match: takesPart },
  {
    $group: {
      _id: '$profileId',
      converted: { $max: { $cond: [{ $gt: ['$convertedAt', null] }, 1, 0] } },
    },
  },
  { $group: { _id: null, people: sum, converted: { $sum: '$converted' } } },
];

/** What the goals that were reached were worth, by currency. */
export const revenueStages = (match: Match): mongo.Document[] => [
  { $match: match },
  { $match: { ...takesPart, goalCurrency: { $exists: true } } },
  { $group: { _id: '$goalCurrency', minor: { $sum: '$goalMinor' } } },
  { $sort: { _id: 1 } },
];

/** How many people were not let in, by reason: each once, however often they came. */
export const turnedAwayStages = (match: Match): mongo.Document[] => [
  { $match: { ...match, kind: 'not-entered' } },
  { $group: { _id: { reason: '$reason', profileId: '$profileId' } } },
  { $group: { _id: '$_id.reason', people: sum } },
  { $sort: { people: -1, _id: 1 } },
];

/** Rows of the ledger by step, kind and reason: how many, of how many runs, of how many people. */
export const decisionStages = (match: Match): mongo.Document[] => {
  const what = { step: '$step', kind: '$kind', reason: '$reason' };
  const kept = { step: '$_id.step', kind: '$_id.kind', reason: '$_id.reason' };
  return [
    { $match: match },
    { $match: { step: { $ne: null } } },
    { $group: { _id: { ...what, profileId: '$profileId', run: '$run' }, total: sum } },
    {
      $group: {
        _id: { ...kept, profileId: '$_id.profileId' },
        total: { $sum: '$total' },
        runs: sum,
      },
    },
    { $group: { _id: kept, total: { $sum: '$total' }, runs: { $sum: '$runs' }, people: sum } },
    { $sort: { '_id.step': 1, '_id.kind': 1, '_id.reason': 1 } },
  ];
};

/** Visits of each step: how many, of how many runs and people, and of those, how many got through. */
export const visitStages = (match: Match): mongo.Document[] => [
  { $match: match },
  { $match: { step: { $ne: null }, kind: { $nin: [...absentKinds] } } },
  {
    $group: {
      _id: { step: '$step', profileId: '$profileId', run: '$run', visit: '$visit' },
      passed: { $max: { $cond: [{ $in: ['$kind', [...passingKinds]] }, 1, 0] } },
    },
  },
  {
    $group: {
      _id: { step: '$_id.step', profileId: '$_id.profileId', run: '$_id.run' },
      total: sum,
      passedTotal: { $sum: '$passed' },
      passed: { $max: '$passed' },
    },
  },
  {
    $group: {
      _id: { step: '$_id.step', profileId: '$_id.profileId' },
      runs: sum,
      total: { $sum: '$total' },
      passedRuns: { $sum: '$passed' },
      passedTotal: { $sum: '$passedTotal' },
      passed: { $max: '$passed' },
    },
  },
  {
    $group: {
      _id: '$_id.step',
      people: sum,
      runs: { $sum: '$runs' },
      total: { $sum: '$total' },
      passedPeople: { $sum: '$passed' },
      passedRuns: { $sum: '$passedRuns' },
      passedTotal: { $sum: '$passedTotal' },
    },
  },
  { $sort: { _id: 1 } },
];

/** Stands for the goal among the steps of a run. */
const goal = '(goal)';

/** Runs that came to a step and reached the goal after that, with what it was worth. */
export const conversionStages = (match: Match): mongo.Document[] => [
  { $match: match },
  { $match: { kind: { $nin: absentKinds.filter((kind) => kind !== 'converted') } } },
  {
    $group: {
      _id: { run: '$run', step: { $cond: [{ $eq: ['$kind', 'converted'] }, goal, '$step'] } },
      at: { $min: '$at' },
      minor: { $max: '$detail.minor' },
      currency: { $max: '$detail.currency' },
    },
  },
  {
    $group: {
      _id: '$_id.run',
      convertedAt: { $max: { $cond: [{ $eq: ['$_id.step', goal] }, '$at', null] } },
      minor: { $max: { $cond: [{ $eq: ['$_id.step', goal] }, '$minor', null] } },
      currency: { $max: { $cond: [{ $eq: ['$_id.step', goal] }, '$currency', null] } },
      steps: { $push: { step: '$_id.step', at: '$at' } },
    },
  },
  { $match: { convertedAt: { $gt: 0 } } },
  { $unwind: '$steps' },
  { $match: { 'steps.step': { $nin: [null, goal] }, $expr: { $lte: ['$steps.at', '$convertedAt'] } } },
  {
    $group: {
      _id: { step: '$steps.step', currency: '$currency' },
      runs: sum,
      minor: { $sum: '$minor' },
    },
  },
  { $sort: { '_id.step': 1, '_id.currency': 1 } },
];
