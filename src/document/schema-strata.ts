// The sections of a document that divide compartments: stratifications, tables by stratum, mixing matrices.
import { z } from "zod";
import { Expression, named, Names, Note, Source, Title, Unit, wanted } from "./schema-parts.ts";

const Stratum = z
  .union([z.string(), z.number()], wanted("a name, or a number such as the youngest age of a group"))
  .describe("A name, or a number such as the youngest age of a group.");

export const Where = named(
  z.union([z.string(), z.number(), z.array(Stratum).min(1)], wanted("a stratum, or a list of strata")),
).describe("Strata by stratification, such as { age: [0, 5], clinical: icu }.");

const MaybeExpression = z.union(
  [z.number(), z.string(), z.null()],
  wanted("a number, an expression, or nothing (~) for no change"),
);

/** One value for each stratum. */
export const PerStratum = z
  .union(
    [z.number(), z.string(), z.array(MaybeExpression).min(1), named(MaybeExpression)],
    wanted("an expression such as susceptibility[age], a list with one value for each stratum, or a map from strata"),
  )
  .describe(
    "A list with one value for each stratum, a map from strata to values, or an expression such as susceptibility[age].",
  );

const Effect = {
  multiply: PerStratum.optional().describe("Factor for each stratum; strata that a map leaves out stay unchanged."),
  set: PerStratum.optional().describe("Value that replaces the one so far; later factors still multiply it."),
};

const FlowRule = z
  .strictObject({
    ...Effect,
    from: Where.optional().describe("Only flows from these strata of earlier stratifications."),
    to: Where.optional().describe("Only flows to these strata of earlier stratifications."),
  })
  .describe("What a stratification changes about a flow, such as { multiply: { child: 0.5, adult: 1 } }.");

const InfectiousnessRule = z
  .strictObject(Effect)
  .describe("Relative infectiousness by stratum, such as { multiply: { mild: 0.5 } } or { set: { mild: 0.5 } }.");

const ruleOrList = <Rule extends z.ZodType>(rule: Rule): z.ZodUnion<[Rule, z.ZodArray<Rule>]> =>
  z.union([rule, z.array(rule).min(1)], wanted("a map such as { multiply: [1, 2] }, or a list of such maps"));

const MatrixRows = z.array(z.array(Expression).min(1)).min(1);

export const Mixing = z
  .union([z.string(), MatrixRows], wanted("a matrix, or an expression such as home + school_open * school"))
  .describe(
    "Who mixes with whom: rows of numbers or expressions (row: who is infected, column: by whom), or a sum of " +
      "matrices times scalars such as home + school_open * school.",
  );

const Split = z
  .union(
    [
      z.string(),
      z.array(Expression).min(1),
      z.strictObject({ proportional: PerStratum.describe("Shares in proportion to these values.") }),
      named(Expression),
    ],
    wanted("a list of shares, a map from strata to shares, or { proportional: population[age] }"),
  )
  .describe(
    "Share of the initial population in each stratum: a list or map that adds up to 1, where one may be “rest”, or " +
      "{ proportional: … } for shares in proportion to values. Without it: equal shares.",
  );

const SplitWithin = z
  .strictObject({
    where: Where.describe("Strata of other stratifications within which the shares hold."),
    split: Split,
  })
  .describe("Other shares within some strata of other stratifications.");

export const Stratification = z
  .strictObject({
    name: z.string().describe("Name of the stratification, such as age."),
    kind: z
      .enum(["plain", "age", "strain"])
      .default("plain")
      .describe("age: strata are the youngest ages of groups, and persons grow older. strain: each infects by itself."),
    strata: z.array(Stratum).min(1).max(1000).describe("The strata, in order."),
    compartments: Names.optional().describe("Compartments that are divided. By default all."),
    titles: named(z.string()).optional().describe("What people read instead of the names of strata."),
    split: Split.optional(),
    split_within: z.array(SplitWithin).optional().describe("Other shares within strata of other stratifications."),
    ageing: z
      .boolean()
      .optional()
      .describe("age: false leaves persons in their group. Otherwise the rate is 1 / width."),
    age_unit: z
      .enum(["day", "week", "year"])
      .optional()
      .describe("age: unit of the ages. By default the time unit of the document."),
    adjust: named(ruleOrList(FlowRule)).default({}).describe("What changes about flows, by the name of the flow."),
    infectiousness: named(InfectiousnessRule)
      .default({})
      .describe("What changes about infectiousness, by compartment."),
    mixing: Mixing.optional(),
    reciprocal: z
      .boolean()
      .optional()
      .describe("false: it is known that contacts do not balance between strata, so no warning is given."),
    title: Title.optional(),
    note: Note.optional(),
    source: Source.optional(),
  })
  .describe("A dimension along which compartments are divided, such as age.");

export const Stratify = z
  .array(Stratification)
  .describe("Stratifications, applied in this order. Each divides compartments, flows and the initial population.");

const FileName = z.string().min(1).max(500).describe("A file beside the document, such as population.csv.");

export const Table = z
  .strictObject({
    by: Names.describe("One or two stratifications: rows by the first, columns by the second."),
    values: z
      .union(
        [
          z.array(z.union([Expression, z.array(Expression)])),
          named(z.union([Expression, z.array(Expression), named(Expression)])),
        ],
        wanted("a list or a map from strata to values; for two stratifications, a list or map of such"),
      )
      .optional()
      .describe("Values in the order of the strata, or a map from strata; numbers or expressions."),
    file: FileName.optional(),
    columns: z
      .union([z.string(), z.array(z.string())], wanted("the name of a column, or a list of names"))
      .optional()
      .describe("file: column of the values; by two stratifications, one column for each stratum of the second."),
    stratum_column: z.string().optional().describe("file: column of the strata. By default rows stand in order."),
    title: Title.optional(),
    unit: Unit.optional(),
    note: Note.optional(),
    source: Source.optional(),
  })
  .describe("Values by stratum, used in expressions as name[stratification].");

export const Matrix = z
  .union(
    [
      MatrixRows,
      z.strictObject({
        values: MatrixRows.optional().describe("Rows of numbers; row: who is infected, column: by whom."),
        file: FileName.optional(),
        transpose: z.boolean().optional().describe("true where rows and columns are the other way round."),
        title: Title.optional(),
        unit: Unit.optional(),
        note: Note.optional(),
        source: Source.optional(),
      }),
    ],
    wanted("rows of numbers such as [[2, 1], [1, 3]], or a map with values or file"),
  )
  .describe("A mixing matrix, used in the “mixing” of a stratification.");
