/** Messages between requests, their batch, their phase and the cycle. */
import { defineQuery, defineSignal } from '@temporalio/workflow';
import type { RequestRow } from '../domain/request.js';
import type { Grounds } from './cycle.js';

/** A request tells its board of every change. */
export const requestChanged = defineSignal<[RequestRow]>('requestChanged');
/** A batch tells its phase that nothing more is expected of any of its requests. */
export const batchSettled = defineSignal<[{ batch: string }]>('batchSettled');
/** A batch tells the cycle that all its requests are closed. */
export const batchClosed = defineSignal<[{ batch: string }]>('batchClosed');
/** The calendar in force has changed. */
export const calendarMoved = defineSignal<[Grounds]>('calendarMoved');
/** The cycle ends. */
export const closeBatch = defineSignal('closeBatch');
/** The requests of a batch as they stand. */
export const boardQuery = defineQuery<RequestRow[]>('board');
