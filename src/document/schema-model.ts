// The sections of a document that make the model: parameters, series, compartments, flows, outputs.
import { z } from "zod";
import { Expression, named, Names, Note, Source, TimePoint, Title, Unit, wanted } from "./schema-parts.ts";

const Constant = z
  .union([z.number(), z.string()], wanted("a number, or arithmetic with numbers such as 1 / 65"))
  .describe("A number, or arithmetic with numbers such as 1 / 65.");

export const Parameter = z.union(
  [
    Constant,
    z.strictObject({
      value: Constant,
      unit: Unit.optional(),
      title: Title.optional(),
      note: Note.optional(),
      source: Source.optional(),
      min: z.number().optional().describe("Left end of the slider. Not a bound of the prior."),
      max: z.number().optional().describe("Right end of the slider. Not a bound of the prior."),
    }),
  ],
  wanted("a number, or a map such as { value: 0.5, unit: per day }"),
);

export const Series = z.strictObject({
  times: z.array(TimePoint).min(1).describe("Increasing times, as numbers or dates."),
  values: z
    .array(z.number())
    .min(1)
    .describe("As many values as times. Before the first and after the last the value stays."),
  interpolation: z
    .enum(["linear", "step"])
    .default("linear")
    .describe("linear: straight lines between points; step: the value of the latest point."),
  title: Title.optional(),
  unit: Unit.optional(),
  note: Note.optional(),
  source: Source.optional(),
});

export const Quantity = Expression;

const CompartmentLabel = z.strictObject({ title: Title.optional(), note: Note.optional(), unit: Unit.optional() });

export const Compartments = z
  .union(
    [
      z.array(z.string()),
      named(z.union([z.null(), CompartmentLabel], wanted("a map such as { title: Susceptible }, or nothing"))),
    ],
    wanted("a list such as [susceptible, infectious, recovered], or a map from names to { title: … }"),
  )
  .describe("The groups of persons, as a list of names or a map from names to titles and notes.");

export const Initial = named(Expression).describe(
  "Size of each compartment at the start; 0 for those not named. With population: 763, one compartment may be “rest”.",
);

export const Infectious = z
  .union(
    [z.string(), z.array(z.string()), named(Expression)],
    wanted("a name, a list of names, or a map from names to weights such as { mild: 0.5, severe: 1 }"),
  )
  .describe("Compartments whose persons infect others, with a relative infectiousness where it is not 1.");

export const Flow = z
  .strictObject({
    kind: z
      .enum(["transition", "infection", "entry", "exit", "absolute"])
      .default("transition")
      .describe(
        "transition: per person and time unit. infection: times the force of infection. entry: persons per time unit " +
          "from outside. exit: per person, to outside. absolute: persons per time unit, whatever the sizes.",
      ),
    mode: z
      .enum(["frequency", "density"])
      .optional()
      .describe("infection: frequency divides by the population (default), density does not."),
    from: z.string().optional().describe("Compartment that persons leave."),
    to: z.string().optional().describe("Compartment that persons enter."),
    rate: Expression.describe("Rate of the flow, see kind."),
    title: Title.optional(),
    note: Note.optional(),
    source: Source.optional(),
  })
  .describe("Persons on the move, such as { from: infectious, to: recovered, rate: recovery_rate }.");

export const Output = z
  .strictObject({
    compartments: Names.optional().describe("Persons in these compartments together."),
    flow: Names.optional().describe("Persons moved by these flows together."),
    as: z
      .enum(["count", "rate"])
      .optional()
      .describe("flow: count of persons since the output time before (default), or rate at the output time."),
    expression: Expression.optional().describe("An expression, which may use other outputs."),
    title: Title.optional(),
    unit: Unit.optional(),
    note: Note.optional(),
    source: Source.optional(),
  })
  .describe("One curve: exactly one of compartments, flow and expression.");
