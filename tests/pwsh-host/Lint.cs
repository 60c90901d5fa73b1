// SPDX-License-Identifier: MIT
using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation.Language;
using System.Text;

namespace Cvenv.Tests;

/// <summary>What the grammar of PowerShell 7 has and that of Windows PowerShell 5.1 has not.</summary>
internal static class Lint
{
    private static readonly HashSet<TokenKind> Operators = new()
    {
        TokenKind.AndAnd, TokenKind.OrOr, TokenKind.QuestionMark, TokenKind.QuestionQuestion, TokenKind.QuestionQuestionEquals,
        TokenKind.QuestionDot, TokenKind.QuestionLBracket,
    };

    public static int Run(string[] files)
    {
        int problems = 0;
        foreach (string file in files)
        {
            foreach (string problem in Problems(File.ReadAllText(file, Encoding.UTF8)))
            {
                Console.Error.WriteLine(file + ":" + problem);
                problems++;
            }
        }
        return problems > 0 ? 1 : 0;
    }

    private static IEnumerable<string> Problems(string text)
    {
        Ast tree = Parser.ParseInput(text, out Token[] tokens, out ParseError[] errors);
        foreach (ParseError error in errors)
        {
            yield return error.Extent.StartLineNumber + ": " + error.Message;
        }
        foreach (Token token in tokens.Where(token => Operators.Contains(token.Kind)))
        {
            yield return token.Extent.StartLineNumber + ": 5.1 does not know '" + token.Text + "'";
        }
        foreach (Ast node in tree.FindAll(IsNew, true))
        {
            yield return node.Extent.StartLineNumber + ": 5.1 does not know " + node.GetType().Name + " '" + node.Extent.Text + "'";
        }
        // without a mark of its encoding, 5.1 reads a file in the system's own
        for (int i = 0, line = 1; i < text.Length; i++)
        {
            line += text[i] == '\n' ? 1 : 0;
            if (text[i] > '~')
            {
                yield return line + ": a character that is not ASCII";
            }
        }
        foreach (StringConstantExpressionAst word in tree.FindAll(n => n is StringConstantExpressionAst { StringConstantType: StringConstantType.DoubleQuoted }, true).Cast<StringConstantExpressionAst>())
        {
            if (word.Extent.Text.Contains("`u{") || word.Extent.Text.Contains("`e"))
            {
                yield return word.Extent.StartLineNumber + ": 5.1 does not know the escape in " + word.Extent.Text;
            }
        }
    }

    private static bool IsNew(Ast node) => node switch
    {
        TernaryExpressionAst or PipelineChainAst => true,
        PipelineAst pipeline => pipeline.Background,
        IndexExpressionAst index => index.NullConditional,
        // cleaning up, and what 7.3 and later allow between the parts of a generic call
        ScriptBlockAst block => block.CleanBlock is not null,
        InvokeMemberExpressionAst call => call.GenericTypeArguments is not null || call.NullConditional,
        MemberExpressionAst member => member.NullConditional,
        _ => false,
    };
}
