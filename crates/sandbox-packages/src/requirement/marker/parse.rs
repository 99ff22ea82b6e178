//! Reading markers: comparisons, joined by `and` and `or`, with parentheses.

use super::{Condition, ENVIRONMENT, Operand};

/// Deepest nesting of parentheses.
const MAX_DEPTH: usize = 16;
/// Longer ones first: `<` is a beginning of `<=`.
const OPERATORS: [&str; 8] = ["===", "==", "!=", "<=", ">=", "~=", "<", ">"];

/// The condition that a text is, or what is wrong with it.
pub(super) fn condition(text: &str) -> Result<Condition, &'static str> {
    let mut parser = Parser { rest: text };
    let condition = parser.any(0)?;
    if parser.rest.trim_start().is_empty() {
        Ok(condition)
    } else {
        Err("something follows its end")
    }
}

struct Parser<'a> {
    rest: &'a str,
}

impl Parser<'_> {
    fn any(&mut self, depth: usize) -> Result<Condition, &'static str> {
        let mut conditions = vec![self.all(depth)?];
        while self.word("or") {
            conditions.push(self.all(depth)?);
        }
        Ok(Condition::Any(conditions))
    }

    fn all(&mut self, depth: usize) -> Result<Condition, &'static str> {
        let mut conditions = vec![self.one(depth)?];
        while self.word("and") {
            conditions.push(self.one(depth)?);
        }
        Ok(Condition::All(conditions))
    }

    fn one(&mut self, depth: usize) -> Result<Condition, &'static str> {
        if self.symbol("(") {
            if depth == MAX_DEPTH {
                return Err("it has too many parentheses");
            }
            let condition = self.any(depth + 1)?;
            return if self.symbol(")") {
                Ok(condition)
            } else {
                Err("a parenthesis is not closed")
            };
        }
        let left = self.operand()?;
        let operator = self.operator()?;
        let right = self.operand()?;
        let texts = matches!((&left, &right), (Operand::Text(_), Operand::Text(_)));
        if texts {
            return Err("it compares two texts");
        }
        Ok(Condition::Compare(left, operator, right))
    }

    fn operator(&mut self) -> Result<&'static str, &'static str> {
        if let Some(operator) = OPERATORS.into_iter().find(|operator| self.symbol(operator)) {
            return Ok(operator);
        }
        if self.word("in") {
            return Ok("in");
        }
        if self.word("not") && self.word("in") {
            return Ok("not in");
        }
        Err("a comparison is missing")
    }

    fn operand(&mut self) -> Result<Operand, &'static str> {
        self.rest = self.rest.trim_start();
        for quote in ['"', '\''] {
            if let Some(inner) = self.rest.strip_prefix(quote) {
                let (text, rest) = inner.split_once(quote).ok_or("a text is not closed")?;
                self.rest = rest;
                return Ok(Operand::Text(text.to_owned()));
            }
        }
        let name = self.peek_word();
        // What setuptools once wrote.
        let known = match name {
            "os.name" => "os_name",
            "sys.platform" => "sys_platform",
            "platform.machine" => "platform_machine",
            "platform.python_implementation" | "python_implementation" => "platform_python_implementation",
            name => name,
        };
        let operand = if known == "extra" {
            Operand::Extra
        } else {
            let index = ENVIRONMENT.iter().position(|(variable, _)| *variable == known);
            Operand::Variable(index.ok_or("it asks for something that is not known")?)
        };
        self.rest = &self.rest[name.len()..];
        Ok(operand)
    }

    /// The word at the beginning of what is left.
    fn peek_word(&self) -> &str {
        let end = self
            .rest
            .find(|character: char| !(character.is_ascii_alphanumeric() || "_.".contains(character)));
        &self.rest[..end.unwrap_or(self.rest.len())]
    }

    fn word(&mut self, word: &str) -> bool {
        self.rest = self.rest.trim_start();
        self.peek_word() == word && self.symbol(word)
    }

    fn symbol(&mut self, symbol: &str) -> bool {
        self.rest = self.rest.trim_start();
        match self.rest.strip_prefix(symbol) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }
}
