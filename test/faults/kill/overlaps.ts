/**
 * Attempts at one letter that overlap. The engine takes a worker for dead that gives no sign of life for five seconds
 * (`patience.ts`), and begins a step anew; on a machine that is far too busy the worker may live, and send what it has
 * in hand. The product's own patience lets no two attempts overlap; the test's may, and has to know where it did.
 */

interface Order {
  number: string;
}

/** @param note told of a letter's number when a further attempt at it begins while one is still at work */
export function notingOverlaps<Activities extends { sendLetter: (order: never) => Promise<unknown> }>(
  activities: Activities,
  note: (number: string) => void,
): Activities {
  const atWork = new Map<string, number>();
  const sendLetter = async (order: Order): Promise<unknown> => {
    const { number } = order;
    const attempts = atWork.get(number) ?? 0;
    if (attempts > 0) note(number);
    atWork.set(number, attempts + 1);
    try {
      return await activities.sendLetter(order as never);
    } finally {
      const left = (atWork.get(number) ?? 1) - 1;
      if (left > 0) atWork.set(number, left);
      else atWork.delete(number);
    }
  };
  return { ...activities, sendLetter };
}
