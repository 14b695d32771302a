// Parts that several sections of the schema share: numbers, expressions, times, names.
import { z } from "zod";

// Before any schema is made: the faster code path asks for `new Function`, which pages with Trusted Types refuse.
z.config({ jitless: true });

/** Where a union fits none of its forms, this says which would do; see schema-issue.ts. */
export function wanted(description: string): { error: () => string } {
  return { error: () => description };
}

export const Expression = z
  .union([z.number(), z.string()], wanted("a number, or an expression such as contact_rate * 2"))
  .describe("A number, or an expression of parameters, series, quantities, compartments and t.");

export const TimePoint = z
  .union([z.number(), z.string()], wanted("a number, or a date such as 1978-01-21"))
  .describe("A number in the document's time unit, or a date such as 1978-01-21.");

export const Positive = z.number().positive();

/** A whole number within bounds. */
export function whole(least: number, most: number): z.ZodNumber {
  return z.number().int().min(least).max(most);
}

/** A map from names to things of one kind. Names are checked in names.ts, which knows all of them. */
export function named<Value extends z.ZodType>(value: Value): z.ZodRecord<z.ZodString, Value> {
  return z.record(z.string(), value);
}

/** A name, or several. */
export const Names = z
  .union([z.string(), z.array(z.string()).min(1)], wanted("a name, or a list of names such as [a, b]"))
  .describe("A name, or a list of names.");

const Text = z.string().max(10_000);
export const Title = Text.min(1).describe("What people read instead of the name.");
export const Unit = Text.describe("Unit of the value, such as per day or persons.");
export const Note = Text.describe("What a reader should know.");
export const Source = Text.describe("Where the value comes from.");

export const MovingAverage = z.union(
  [
    whole(1, 10_000),
    z.strictObject({
      points: whole(1, 10_000).describe("Values that are averaged."),
      centred: z.boolean().default(false).describe("true: as many later values as earlier ones."),
    }),
  ],
  wanted("a number of points, or a map such as { points: 7, centred: true }"),
);
