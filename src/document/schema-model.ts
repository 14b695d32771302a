// The sections of a document that make the model: parameters, series, compartments, flows, outputs.
import { z } from "zod";
import {
  Expression,
  MovingAverage,
  named,
  Names,
  Note,
  Source,
  TimePoint,
  Title,
  Unit,
  wanted,
  whole,
} from "./schema-parts.ts";
import { Where } from "./schema-strata.ts";

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

const Numbers = z.array(z.number()).min(1);

export const Series = z
  .strictObject({
    times: z.array(TimePoint).min(1).optional().describe("Increasing times, as numbers or dates."),
    values: z
      .union([Numbers, named(Numbers)], wanted("a list of numbers; with by, a map from strata to such lists"))
      .optional()
      .describe("As many values as times. Before the first and after the last the value stays."),
    by: z.string().optional().describe("Stratification, where each stratum has its own values: name[age]."),
    file: z.string().min(1).max(500).optional().describe("CSV file beside the document, instead of times and values."),
    time: z.string().optional().describe("file: column of the times. By default the first."),
    column: z
      .union([z.string(), named(z.string())], wanted("the name of a column; with by, a map from strata to columns"))
      .optional()
      .describe("file: column of the values. By default the second."),
    transform: z.string().optional().describe("What becomes of each value x, such as 1 + x / 100. Arithmetic only."),
    moving_average: MovingAverage.optional().describe(
      "Mean of each value and those before it (fewer at the start), after the transform.",
    ),
    interpolation: z
      .enum(["linear", "step", "monotone", "sigmoid"])
      .default("linear")
      .describe(
        "linear: straight lines between points; step: the value of the latest point; monotone: smooth, without " +
          "overshooting (Fritsch–Carlson); sigmoid: an S from point to point.",
      ),
    title: Title.optional(),
    unit: Unit.optional(),
    note: Note.optional(),
    source: Source.optional(),
  })
  .describe("Values over time, given at points.");

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

const InitialSize = z.union([z.number(), z.string()], wanted("a number, an expression of parameters, or “rest”"));

export const Initial = named(InitialSize).describe(
  "Size of each compartment at the start; 0 for those not named. With population: 763, one compartment may be “rest”.",
);

export const Infectious = z
  .union(
    [z.string(), z.array(z.string()), named(Expression)],
    wanted("a name, a list of names, or a map from names to weights such as { mild: 0.5, severe: 1 }"),
  )
  .describe("Compartments whose persons infect others, with a relative infectiousness where it is not 1.");

const End = z.union(
  [
    z.string(),
    z.strictObject({
      compartment: z.string().describe("Name of the compartment."),
      where: Where.optional(),
    }),
  ],
  wanted("a compartment, or a map such as { compartment: infectious, where: { age: 0 } }"),
);

export const Flow = z
  .strictObject({
    kind: z
      .enum(["transition", "infection", "entry", "exit", "death", "births", "replacement_births", "absolute"])
      .default("transition")
      .describe(
        "transition: per person and time unit. infection: times the force of infection. entry: persons per time unit " +
          "from outside. exit: per person, to outside. death: an exit, from every compartment where “from” is left " +
          "out. births: per person of the whole population. replacement_births: as many as leave by exits and deaths. " +
          "absolute: persons per time unit, whatever the sizes.",
      ),
    mode: z
      .enum(["frequency", "density"])
      .optional()
      .describe("infection: frequency divides by the population (default), density does not."),
    from: End.optional().describe("Compartment that persons leave; with where, only some of its strata."),
    to: End.optional().describe("Compartment that persons enter; with where, only some of its strata."),
    each: z
      .boolean()
      .optional()
      .describe("entry, absolute: true gives the whole rate to each stratum; otherwise strata share it."),
    rate: Expression.optional().describe("Rate of the flow, see kind. Tables by stratum may stand in it."),
    title: Title.optional(),
    note: Note.optional(),
    source: Source.optional(),
  })
  .describe("Persons on the move, such as { from: infectious, to: recovered, rate: recovery_rate }.");

const Rolling = z
  .strictObject({
    sum: whole(1, 100_000).optional().describe("Sum over this many output times."),
    mean: whole(1, 100_000).optional().describe("Mean over this many output times."),
  })
  .describe("Over the present and earlier output times; over fewer at the start.");

export const Output = z
  .strictObject({
    compartments: Names.optional().describe("Persons in these compartments together."),
    flow: Names.optional().describe("Persons moved by these flows together."),
    as: z
      .enum(["count", "rate"])
      .optional()
      .describe("flow: count of persons since the output time before (default), or rate at the output time."),
    expression: Expression.optional().describe("An expression, which may use other outputs."),
    of: Names.optional().describe("Other outputs, added up; then cumulative, rolling or delay where given."),
    reproduction_number: z
      .union(
        [
          z.boolean(),
          z.strictObject({
            infected: Names.optional().describe("Infected compartments; by default those that the flows show."),
            every: whole(1, 100_000)
              .optional()
              .describe(
                "Computed at every so many output times, on straight lines between; saves time in large models.",
              ),
          }),
        ],
        wanted("true, or a map such as { infected: [exposed, infectious] }"),
      )
      .optional()
      .describe("The reproduction number over time by the next-generation matrix. Not for targets."),
    where: Where.optional().describe(
      "Only these strata. Of a flow: the strata that persons leave, or enter where they leave none.",
    ),
    from: Where.optional().describe("flow: only from these strata."),
    to: Where.optional().describe("flow: only to these strata."),
    by: Names.optional().describe("One output for each stratum of these stratifications, named output_stratum."),
    per: z
      .union(
        [z.literal("population"), z.number().positive()],
        wanted("population, or a number of persons such as 100000"),
      )
      .optional()
      .describe("Divided by the population of the same strata; a number: per so many persons."),
    cumulative: z
      .union([z.boolean(), z.number(), z.string()], wanted("true, or the time from which it is added up"))
      .optional()
      .describe("of: running sum, from a time on or from the start (true)."),
    rolling: Rolling.optional().describe("of: sum or mean over a number of output times."),
    delay: z
      .union(
        [z.string(), z.array(Expression).min(1)],
        wanted("gamma(shape, scale), lognormal(…), or a list of weights"),
      )
      .optional()
      .describe(
        "of: shifted by a distribution: gamma(mean=5, sd=2), lognormal(median=5, sd=0.4), or weights per step.",
      ),
    hidden: z.boolean().optional().describe("true: for other outputs to use, and not shown itself."),
    title: Title.optional(),
    unit: Unit.optional(),
    note: Note.optional(),
    source: Source.optional(),
  })
  .describe("One curve: exactly one of compartments, flow, expression, of and reproduction_number.");
