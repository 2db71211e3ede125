namespace Rewards.Domain.Tests.Programmes;

/// <summary>Mistakes in everything but rules: good text, bad text, line, field, part of the message.</summary>
public static class HeadMistakes
{
    public static TheoryData<string, string, int, string, string> All => new()
    {
        { "\"ops-articles\"", "\"Ops Articles\"", 2, "community", "lower-case letters" },
        { "\"ops-articles\"", "5", 2, "community", "(in quotes)" },
        { "\"name\": \"运维知识文章站\"", "\"name\": \"\"", 3, "name", "must not be empty" },
        { "\"name\": \"运维知识文章站\"", "\"name\": \"a\\nb\"", 3, "name", "control character" },
        { "\"name\"", "\"nome\": \"x\", \"name\"", 3, "nome", "did you mean 'name'?" },
        { "Asia/Shanghai", "Asia/Shanghay", 4, "timeZone", "did you mean 'Asia/Shanghai'?" },
        { "Asia/Shanghai", "UTC+8", 4, "timeZone", "unknown time zone" },
        { "\"stars\": {", "\"Stars\": {}, \"stars\": {", 7, "currencies.Stars", "lower-case" },
        { "\"stars\": { \"expires\": \"never\" }", "\"stars\": 5", 7, "currencies.stars", "a mapping with names" },
        { "\"never\"", "\"newer\"", 7, "currencies.stars.expires", "never, or a mapping" },
        {
            "\"after\": \"P365D\"", "\"afer\": \"P1D\", \"after\": \"P1D\"",
            6, "currencies.feathers.expires.afer",
            "'after'?"
        },
        { "P365D", "P0D", 6, "currencies.feathers.expires.after", "more than zero and at most P10Y" },
        { "P365D", "P-1D", 6, "currencies.feathers.expires.after", "more than zero" },
        { "P365D", "P10Y1D", 6, "currencies.feathers.expires.after", "at most P10Y" },
        { "P365D", "P9Y24M", 6, "currencies.feathers.expires.after", "at most P10Y" },
        { "P365D", "P1Y-1M", 6, "currencies.feathers.expires.after", "more than zero" },
        { "P365D", "P52W", 6, "currencies.feathers.expires.after", "days, months and years" },
        { "P365D", "PT8760H", 6, "currencies.feathers.expires.after", "days, months and years" },
        { "P365D", "P2147483647Y", 6, "currencies.feathers.expires.after", "at most P10Y" },
        { "P365D", "P99999999999999999999D", 6, "currencies.feathers.expires.after", "at most P10Y" },
        { "P365D", "365 days", 6, "currencies.feathers.expires.after", "an ISO period" },
        { "\"zh\": \"羽毛\"", "\"chinese!\": \"羽毛\"", 6, "currencies.feathers.names['chinese!']", "not a language" },
        { "\"羽毛\"", "7", 6, "currencies.feathers.names.zh", "allowed: a text" },
        { "\"floor\"", "\"flor\"", 9, "negativeBalance", "did you mean 'floor'? Allowed: floor, debt" },
        { "\"floor\"", "true", 9, "negativeBalance", "is true; allowed: floor, debt" },
        { "\"reject\"", "\"forward\"", 10, "unknownActivity", "Allowed: reject, record" },
        { "P7D", "P32D", 11, "latenessMax", "at most P31D" },
        { "P7D", "PT0S", 11, "latenessMax", "more than zero" },
        { "P7D", "P1M", 11, "latenessMax", "days, hours, minutes and seconds" },
        { "P7D", "PT0.5S", 11, "latenessMax", "days, hours, minutes and seconds" },
        { "P7D", "PT9223372036854775807H", 11, "latenessMax", "at most P31D" },
        { "\"P7D\"", "7", 11, "latenessMax", "an ISO period" },
        { "P30D", "P367D", 12, "pendingLapse", "at most P366D" },
        { "\"article-shared\": {}", "\"article-shared\": null", 16, "activities.article-shared", "is empty" },
        { "\"article-shared\": {}", "\"article-shared\": {}, \"B\": {}", 16, "activities.B", "lower-case" },
        {
            "\"article-shared\": {}", "\"article-shared\": { \"fact\": {} }",
            16, "activities.article-shared.fact",
            "'facts'?"
        },
        {
            "\"decimal\"", "\"decimel\"",
            14, "activities.quiz-answered.facts.score",
            "'decimal'? Allowed: text, integer"
        },
        { "\"decimal\"", "[]", 14, "activities.quiz-answered.facts.score", "text, integer, decimal, boolean" },
        { "\"score\"", "\"\": \"text\", \"score\"", 14, "activities.quiz-answered.facts['']", "1–64 characters" },
        {
            "\"personal\": true", "\"personal\": \"yes\"",
            15, "activities.comment-posted.facts.comment.personal",
            "true or false"
        },
        { "\"type\": \"text\", ", "", 15, "activities.comment-posted.facts.comment.type", "is required" },
        {
            "\"personal\": true", "\"private\": true",
            15, "activities.comment-posted.facts.comment.private",
            "Allowed: type"
        },
    };
}
