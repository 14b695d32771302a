// The coefficients of Rodas5P, for the kernel and for the test of its order conditions.
//
// Source: Steinebach, Construction of Rosenbrock–Wanner method Rodas5P and numerical benchmarks within the Julia
// Differential Equations package, BIT Numerical Mathematics 63:27 (2023), in the form that needs no product with the
// Jacobian (Hairer and Wanner, Solving Ordinary Differential Equations II, IV.7, equation 7.25).

export const GAMMA = 0.21193756319429014;

// Stage i is evaluated at y + Σ A_ij k_j; stages 7, 8 and the end of the step go on from stage 6 by adding k_6, k_7, k_8.
export const A21 = 3.0;
export const A31 = 2.849394379747939;
export const A32 = 0.45842242204463923;
export const A41 = -6.954028509809101;
export const A42 = 2.489845061869568;
export const A43 = -10.358996098473584;
export const A51 = 2.8029986275628964;
export const A52 = 0.5072464736228206;
export const A53 = -0.3988312541770524;
export const A54 = -0.04721187230404641;
export const A61 = -7.502846399306121;
export const A62 = 2.561846144803919;
export const A63 = -11.627539656261098;
export const A64 = -0.18268767659942256;
export const A65 = 0.030198172008377946;

// Its right-hand side is f + Σ C_ij k_j / h + h·D_i ∂f/∂t.
export const C21 = -14.155112264123755;
export const C31 = -17.97296035885952;
export const C32 = -2.859693295451294;
export const C41 = 147.12150275711716;
export const C42 = -1.41221402718213;
export const C43 = 71.68940251302358;
export const C51 = 165.43517024871676;
export const C52 = -0.4592823456491126;
export const C53 = 42.90938336958603;
export const C54 = -5.961986721573306;
export const C61 = 24.854864614690072;
export const C62 = -3.0009227002832186;
export const C63 = 47.4931110020768;
export const C64 = 5.5814197821558125;
export const C65 = -0.6610691825249471;
export const C71 = 30.91273214028599;
export const C72 = -3.1208243349937974;
export const C73 = 77.79954646070892;
export const C74 = 34.28646028294783;
export const C75 = -19.097331116725623;
export const C76 = -28.087943162872662;
export const C81 = 37.80277123390563;
export const C82 = -3.2571969029072276;
export const C83 = 112.26918849496327;
export const C84 = 66.9347231244047;
export const C85 = -40.06618937091002;
export const C86 = -54.66780262877968;
export const C87 = -9.48861652309627;

/** Its time is t + h·T_i; from stage 6 on the end of the step. */
export const T2 = 0.6358126895828704;
export const T3 = 0.4095798393397535;
export const T4 = 0.9769306725060716;
export const T5 = 0.4288403609558664;

export const D1 = 0.21193756319429014;
export const D2 = -0.42387512638858027;
export const D3 = -0.3384627126235924;
export const D4 = 1.8046452872882734;
export const D5 = 2.325825639765069;

// Dense output: (1 − s)·y_0 + s·(y_1 + (1 − s)·(Σ H2_j k_j + s·(Σ H3_j k_j + s·Σ H4_j k_j))), of order 4.
export const H21 = 25.948786856663858;
export const H22 = -2.5579724845846235;
export const H23 = 10.433815404888879;
export const H24 = -2.3679251022685204;
export const H25 = 0.524948541321073;
export const H26 = 1.1241088310450404;
export const H27 = 0.4272876194431874;
export const H28 = -0.17202221070155493;
export const H31 = -9.91568850695171;
export const H32 = -0.9689944594115154;
export const H33 = 3.0438037242978453;
export const H34 = -24.495224566215796;
export const H35 = 20.176138334709044;
export const H36 = 15.98066361424651;
export const H37 = -6.789040303419874;
export const H38 = -6.710236069923372;
export const H41 = 11.419903575922262;
export const H42 = 2.8879645146136994;
export const H43 = 72.92137995996029;
export const H44 = 80.12511834622643;
export const H45 = -52.072871366152654;
export const H46 = -59.78993625266729;
export const H47 = -0.15582684282751913;
export const H48 = 4.883087185713722;
