/* The small problem of limit/small.json written out by hand, as limit/limit.c is for the big one: small STEPS_A_DAY DAYS RUNS.
   SMALL_DATA names a header with the numbers. The state of every day is stored. Prints one line of JSON. */
#define _POSIX_C_SOURCE 199309L
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include SMALL_DATA

enum { S, E, I, R, X, STATES, MAX_DAYS = 3650 };
typedef struct {
  double transmission, progress, recover, mortality, births, initial[STATES], times[KNOTS], values[KNOTS];
} model;
/* Loaded where the compiler cannot see the numbers, so that nothing is folded into the code. */
static model P = DATA;
static double daily[MAX_DAYS + 1][STATES];
static int knot;

static void opaque(void *p) { __asm__ volatile("" : : "g"(p) : "memory"); }

static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static double season(double t) {
  while (knot < KNOTS - 2 && t >= P.times[knot + 1]) knot++;
  const double share = (t - P.times[knot]) / (P.times[knot + 1] - P.times[knot]);
  return P.values[knot] + share * (P.values[knot + 1] - P.values[knot]);
}

static inline void rhs(const double *y, double factor, double *dy) {
  const double infection = P.transmission * factor * y[I] / (y[S] + y[E] + y[I] + y[R]) * y[S];
  const double onset = P.progress * y[E], recovery = P.recover * y[I];
  dy[S] = P.births - infection - P.mortality * y[S];
  dy[E] = infection - onset - P.mortality * y[E];
  dy[I] = onset - recovery - P.mortality * y[I];
  dy[R] = recovery - P.mortality * y[R];
  dy[X] = P.mortality * (y[S] + y[E] + y[I] + y[R]);
}

static void integrate(int days, int per_day) {
  const double h = 1.0 / per_day;
  double y[STATES], k[STATES], trial[STATES], sum[STATES];
  knot = 0;
  for (int i = 0; i < STATES; i++) daily[0][i] = y[i] = P.initial[i];
  double now = season(0);
  for (int d = 0; d < days; d++) {
    for (int s = 0; s < per_day; s++) {
      const double t = d + s * h, middle = season(t + 0.5 * h), end = season(d + (s + 1) * h);
      rhs(y, now, k);
      for (int i = 0; i < STATES; i++) sum[i] = k[i], trial[i] = y[i] + 0.5 * h * k[i];
      rhs(trial, middle, k);
      for (int i = 0; i < STATES; i++) sum[i] += 2 * k[i], trial[i] = y[i] + 0.5 * h * k[i];
      rhs(trial, middle, k);
      for (int i = 0; i < STATES; i++) sum[i] += 2 * k[i], trial[i] = y[i] + h * k[i];
      rhs(trial, end, k);
      for (int i = 0; i < STATES; i++) y[i] += h / 6 * (sum[i] + k[i]);
      now = end;
    }
    for (int i = 0; i < STATES; i++) daily[d + 1][i] = y[i];
  }
}

static int ascending(const void *a, const void *b) {
  const double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

int main(int argc, char **argv) {
  const int per_day = argc == 4 ? atoi(argv[1]) : 0, days = argc == 4 ? atoi(argv[2]) : 0, runs = argc == 4 ? atoi(argv[3]) : 0;
  if (per_day < 1 || days < 1 || days > MAX_DAYS || runs < 1 || runs > 1000000) {
    fprintf(stderr, "usage: small STEPS_A_DAY DAYS RUNS\n");
    return 2;
  }
  opaque(&P);
  double *took = malloc((size_t)runs * sizeof *took);
  if (!took) return 1;
  integrate(days, per_day);
  for (int r = 0; r < runs; r++) {
    opaque(&P);
    const double start = seconds();
    integrate(days, per_day);
    opaque(daily);
    took[r] = seconds() - start;
  }
  qsort(took, (size_t)runs, sizeof *took, ascending);
  /* The right-hand side alone, as in limit.c: the median of blocks of evaluations of the same state. */
  enum { BLOCKS = 41, EVALUATIONS = 20000 };
  double blocks[BLOCKS], slope[STATES];
  knot = 0;
  double factor = season(50.3);
  for (int b = 0; b < BLOCKS; b++) {
    const double start = seconds();
    for (int e = 0; e < EVALUATIONS; e++) {
      opaque(&P), opaque(&factor);
      rhs(P.initial, factor, slope);
      opaque(slope);
    }
    blocks[b] = (seconds() - start) / EVALUATIONS;
  }
  qsort(blocks, BLOCKS, sizeof *blocks, ascending);
  printf("{\"seconds_per_run\":%.6g,\"rhs_ns\":%.4g,\"final\":[%.17g,%.17g,%.17g,%.17g,%.17g]}\n", took[runs / 2],
         1e9 * blocks[BLOCKS / 2], daily[days][S], daily[days][E], daily[days][I], daily[days][R], daily[days][X]);
  free(took);
  return 0;
}
