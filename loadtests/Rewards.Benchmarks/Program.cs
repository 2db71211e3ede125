using BenchmarkDotNet.Running;
using Rewards.Benchmarks;

BenchmarkSwitcher.FromTypes([typeof(RuleEvaluationBenchmark)]).Run(args.Length == 0 ? ["--filter", "*"] : args);
