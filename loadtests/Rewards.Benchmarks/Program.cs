using BenchmarkDotNet.Running;
using Rewards.Benchmarks;

BenchmarkSwitcher.FromTypes([typeof(RuleEvaluationBenchmark), typeof(MatchReportBenchmark)])
    .Run(args.Length == 0 ? ["--filter", "*"] : args);
