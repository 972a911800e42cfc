//! Parses a case: Markdown with fenced blocks.

/// One fenced block: its info string and its lines.
#[derive(Clone, Debug)]
pub struct Block {
    /// The language: `json`, `csv`, `rhai`, …
    pub language: String,
    /// The purpose of the block: `options`, `records`, `expected`, or the name of a rule file.
    pub name: String,
    /// Its lines, including line ends.
    pub text: String,
    /// The line number of its first line in the file.
    first: usize,
}

/// A case.
#[derive(Clone, Debug)]
pub struct Case {
    lines: Vec<String>,
    blocks: Vec<Block>,
}

impl Case {
    /// Parses a case.
    ///
    /// # Errors
    /// If a block is not closed or has no name, or the case has no heading.
    pub fn parse(text: &str) -> Result<Self, String> {
        let lines: Vec<String> = text.lines().map(|line| format!("{line}\n")).collect();
        if !lines.first().is_some_and(|line| line.starts_with("# ")) {
            return Err("a case begins with a heading".into());
        }
        let mut blocks: Vec<Block> = Vec::new();
        let mut open: Option<Block> = None;
        for (number, line) in lines.iter().enumerate() {
            let fence = line.trim_end().strip_prefix("```");
            match (&mut open, fence) {
                (None, Some(info)) => {
                    let (language, name) =
                        info.split_once(' ').ok_or(format!("line {}: the block has no name", number + 1))?;
                    open = Some(Block {
                        language: language.into(),
                        name: name.into(),
                        text: String::new(),
                        first: number + 1,
                    });
                }
                (Some(_), Some("")) => blocks.extend(open.take()),
                (Some(block), _) => block.text.push_str(line),
                (None, None) => {}
            }
        }
        match open {
            Some(block) => Err(format!("the block at line {} is not closed", block.first)),
            None => Ok(Self { lines, blocks }),
        }
    }

    /// Returns the text of the only block named `name`.
    ///
    /// # Errors
    /// If there is none or several.
    pub fn text(&self, name: &str) -> Result<&str, String> {
        self.block(name).map(|block| block.text.as_str())
    }

    /// Iterates over the blocks in `language`.
    pub fn blocks_in<'a>(&'a self, language: &'a str) -> impl Iterator<Item = &'a Block> {
        self.blocks.iter().filter(move |block| block.language == language)
    }

    fn block(&self, name: &str) -> Result<&Block, String> {
        let mut found = self.blocks.iter().filter(|block| block.name == name);
        match (found.next(), found.next()) {
            (Some(block), None) => Ok(block),
            (None, _) => Err(format!("there is no block `{name}`")),
            _ => Err(format!("there are several blocks `{name}`")),
        }
    }

    /// Returns the file's text with `answer` as the expected output.
    ///
    /// # Errors
    /// If there is no block `expected`.
    pub fn with_expected(&self, answer: &str) -> Result<String, String> {
        let block = self.block("expected")?;
        let after = block.first + block.text.lines().count();
        let (before, rest) = (self.lines.iter().take(block.first), self.lines.iter().skip(after));
        Ok(before.map(String::as_str).chain([answer]).chain(rest.map(String::as_str)).collect())
    }
}
