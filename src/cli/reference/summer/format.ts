// The recorded models of summer as they stand in their files; format in test/reference/summer/README.md.

export type SummerNumber = number | string;
export type ByStratum<T> = Readonly<Record<string, T>>;

export interface SummerStratification {
  readonly kind: "Stratification" | "AgeStratification" | "StrainStratification";
  readonly name: string;
  readonly strata: readonly (string | number)[];
  readonly compartments: readonly string[];
  readonly population_split?: ByStratum<number> | null;
  readonly flow_adjustments: readonly {
    readonly flow: string;
    readonly source_strata?: ByStratum<string> | null;
    readonly dest_strata?: ByStratum<string> | null;
    readonly adjustments: ByStratum<SummerAdjustment | null>;
  }[];
  readonly infectiousness_adjustments: readonly {
    readonly compartment: string;
    readonly adjustments: ByStratum<SummerAdjustment | null>;
  }[];
  readonly mixing_matrix?: SummerMatrix | null;
}

export type SummerAdjustment = { readonly multiply: SummerNumber } | { readonly overwrite: SummerNumber };

export type SummerMatrix =
  | readonly (readonly SummerNumber[])[]
  | { readonly sum_of: readonly { readonly matrix: readonly (readonly number[])[]; readonly scale: SummerNumber }[] };

interface Ends {
  readonly source: string;
  readonly dest: string;
  readonly source_strata?: ByStratum<string> | null;
  readonly dest_strata?: ByStratum<string> | null;
  readonly expected_flow_count?: number;
}

type Source = Omit<Ends, "dest" | "dest_strata">;
type Destination = Omit<Ends, "source" | "source_strata">;

/** A request that may be computed and then left out of the results. */
interface Request {
  readonly name: string;
  readonly save_results?: boolean;
}

export type SummerRequest = Request &
  (
    | {
        readonly op: "request_output_for_flow";
        readonly flow_name: string;
        readonly source_strata?: ByStratum<string> | null;
        readonly dest_strata?: ByStratum<string> | null;
        readonly raw_results?: boolean;
      }
    | {
        readonly op: "request_output_for_compartments";
        readonly compartments: readonly string[];
        readonly strata?: ByStratum<string> | null;
      }
    | { readonly op: "request_cumulative_output"; readonly source: string; readonly start_time?: number | null }
    | { readonly op: "request_aggregate_output"; readonly sources: readonly string[] }
    | {
        readonly op: "request_function_output";
        readonly sources: readonly string[];
        readonly args: readonly string[];
        readonly expr: string;
      }
    | { readonly op: "request_computed_value_output" }
  );

export type SummerCall =
  | {
      readonly op: "CompartmentalModel";
      readonly times: readonly [number, number];
      readonly compartments: readonly string[];
      readonly infectious_compartments: readonly string[];
      readonly timestep?: number;
    }
  | { readonly op: "set_initial_population"; readonly distribution: ByStratum<number> }
  | ({
      readonly op: "add_infection_frequency_flow" | "add_infection_density_flow";
      readonly name: string;
      readonly contact_rate: SummerNumber;
    } & Ends)
  | ({ readonly op: "add_transition_flow"; readonly name: string; readonly fractional_rate: SummerNumber } & Ends)
  | ({ readonly op: "add_function_flow"; readonly name: string; readonly flow_rate: SummerNumber } & Ends)
  | ({ readonly op: "add_death_flow"; readonly name: string; readonly death_rate: SummerNumber } & Source)
  | { readonly op: "add_universal_death_flows"; readonly base_name: string; readonly death_rate: SummerNumber }
  | ({ readonly op: "add_crude_birth_flow"; readonly name: string; readonly birth_rate: SummerNumber } & Destination)
  | ({ readonly op: "add_replacement_birth_flow"; readonly name: string } & Destination)
  | ({
      readonly op: "add_importation_flow";
      readonly name: string;
      readonly num_imported: SummerNumber;
      readonly split_imports?: boolean;
    } & Destination)
  | { readonly op: "stratify_with"; readonly strat: SummerStratification }
  | {
      readonly op: "adjust_population_split";
      readonly strat: string;
      readonly dest_filter: ByStratum<string>;
      readonly proportions: ByStratum<number>;
    }
  | { readonly op: "add_computed_value_process"; readonly name: string; readonly expr: string }
  | { readonly op: "set_derived_outputs_whitelist"; readonly whitelist: readonly string[] }
  | SummerRequest;

export interface Series {
  readonly times: readonly number[];
  readonly values: ByStratum<readonly number[]>;
}

export interface SummerFile {
  readonly name: string;
  readonly calls: readonly SummerCall[];
  readonly breakpoints: readonly number[] | null;
  readonly number_of_model_times: number;
  readonly times?: readonly number[];
  readonly time_indices?: readonly number[] | null;
  readonly compartment_names?: readonly string[];
  readonly compartment_count?: number;
  readonly compartment_names_sha256?: string;
  readonly initial_population?: readonly number[];
  /** [time][compartment] */
  readonly outputs?: readonly (readonly number[])[];
  readonly derived_outputs?: ByStratum<readonly number[]>;
  readonly derived_series?: Series;
  readonly checkpoints?: Series;
  readonly state?: { readonly time: number; readonly values: readonly number[] };
  readonly flow_count: number;
  readonly flows?: readonly { readonly name: string; readonly source: string | null; readonly dest: string | null }[];
  readonly summer_runs?: readonly {
    readonly solver: string;
    readonly step_size?: number;
    readonly column: string;
    readonly values: readonly number[];
  }[];
  readonly baseline?: { readonly calls: readonly SummerCall[]; readonly breakpoints?: readonly number[] | null };
}
