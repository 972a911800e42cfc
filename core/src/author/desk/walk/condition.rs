//! Conditions: what their names are bound to, and what a text beside them is.

use super::Walker;
use crate::author::desk::index::{Context, Expect, Shape, Stands, Thing};
use crate::author::desk::names::Holds;
use crate::author::desk::tree::{Step, Token, Tree};
use crate::language::functions::{Builtin, Means};
use crate::language::words::Word;
use crate::language::words::values::{FIELD_TYPES, NAMES, VALUE_FUNCTIONS};

/// Of the names that are bound at a place, as many are looked for.
const MOST_BOUND: usize = 1_000;

impl<'a> Walker<'a> {
    /// Reads a closure whose parameters are bound to these; anything else as an expression.
    pub(super) fn closure(&mut self, tree: &'a Tree, shapes: &[Shape], expect: Option<&Expect>) -> Shape {
        let Tree::Closure { params, body } = tree else { return self.expr(tree, expect) };
        let bound = self.bound.len();
        for (number, param) in params.iter().enumerate() {
            self.bind(*param, shapes.get(number).cloned().unwrap_or(Shape::Unknown), None);
        }
        let was = std::mem::replace(&mut self.in_condition, true);
        let shape = self.expr(body, expect);
        self.in_condition = was;
        self.bound.truncate(bound);
        shape
    }

    pub(super) fn expr(&mut self, tree: &'a Tree, expect: Option<&Expect>) -> Shape {
        match tree {
            Tree::Nothing(start, end) => {
                if self.asks(*start, *end) {
                    self.answer(self.expression(expect));
                }
                Shape::Unknown
            }
            Tree::Name(token) => self.name(*token, expect),
            Tree::Text(token) => {
                if self.asks(token.start + 1, token.end) {
                    // Beside a text that nothing is known of, there is nothing to offer.
                    self.answer(Context::Text(expect.cloned().unwrap_or(Expect::OneOf(&[]))));
                }
                if let Some(expect) = expect {
                    let name = token.name(self.text()).to_owned();
                    self.expected(*token, &name, expect);
                }
                Shape::Unknown
            }
            Tree::Number => Shape::Unknown,
            Tree::Member { of, dot, name } => {
                let shape = self.expr(of, None);
                self.member(shape, *dot, *name)
            }
            Tree::Call { of, name, args } => self.call(of.as_deref(), *name, args),
            Tree::Map(map) => {
                map.pairs.iter().flat_map(|pair| &pair.value).for_each(|value| drop(self.expr(value, None)));
                Shape::Unknown
            }
            Tree::List(items) => {
                items.iter().for_each(|item| drop(self.expr(item, expect)));
                Shape::Unknown
            }
            Tree::Group(items) => {
                items.iter().map(|item| self.expr(item, expect)).next_back().unwrap_or(Shape::Unknown)
            }
            Tree::Closure { .. } => self.closure(tree, &[], expect),
            Tree::Row(first, rest) => self.row(first, rest, expect),
            Tree::Block(steps) => self.block(steps, expect),
            Tree::If { condition, then, otherwise } => {
                self.expr(condition, None);
                let then = self.expr(then, expect);
                let otherwise = otherwise.as_ref().map_or(Shape::Unknown, |tree| self.expr(tree, expect));
                if then == Shape::Unknown { otherwise } else { then }
            }
            Tree::Switch { subject, cases } => {
                let subject = Expect::Shape(self.expr(subject, None));
                let mut shape = Shape::Unknown;
                for case in cases {
                    self.expr(&case.pattern, Some(&subject));
                    case.guard.iter().for_each(|guard| drop(self.expr(guard, None)));
                    let value = self.expr(&case.value, expect);
                    shape = if shape == Shape::Unknown { value } else { shape };
                }
                shape
            }
        }
    }

    pub(super) fn block(&mut self, steps: &'a [Step], expect: Option<&Expect>) -> Shape {
        let bound = self.bound.len();
        let mut last = Shape::Unknown;
        for step in steps {
            let shape = self.expr(&step.value, if step.bound.is_some() { None } else { expect });
            match step.bound {
                Some(name) => self.bind(name, shape, None),
                None => last = shape,
            }
        }
        self.bound.truncate(bound);
        last
    }

    pub(super) fn name(&mut self, token: Token, expect: Option<&Expect>) -> Shape {
        if self.asks(token.start, token.end) {
            self.answer(self.expression(expect));
        }
        let text = token.text(self.text());
        if let Some(bound) = self.bound.iter().rev().take(MOST_BOUND).find(|bound| bound.name == text) {
            let (shape, span) = (bound.shape.clone(), bound.span);
            self.add(token, Thing::Local(span), false);
            return shape;
        }
        if self.names.constants.contains_key(text) {
            if let Some(expect) = expect {
                self.stands(token, &Stands::Expected(expect.clone()));
            }
            self.add(token, Thing::Constant(text.to_owned()), false);
        } else if !self.language(token, NAMES) {
            self.language(token, FIELD_TYPES);
        }
        if text == "period" { Shape::Period } else { Shape::Unknown }
    }

    pub(super) fn member(&mut self, of: Shape, dot: u32, name: Option<Token>) -> Shape {
        let end = name.map_or(dot, |name| name.end);
        if self.asks(dot, end) {
            self.answer(Context::Member(of.clone()));
        }
        let (Some(token), Shape::Row(record)) = (name, of) else { return Shape::Unknown };
        let name = token.text(self.text()).to_owned();
        let names = self.names;
        let Some(field) = names.field(&record, &name) else { return Shape::Unknown };
        self.add(token, Thing::Field(record.clone(), name.clone()), false);
        shape_of(&field.holds, record, name)
    }

    pub(super) fn call(&mut self, of: Option<&'a Tree>, name: Token, args: &'a [Tree]) -> Shape {
        let receiver = of.map(|of| self.expr(of, None));
        let text = name.text(self.text()).to_owned();
        match &receiver {
            Some(shape) if self.asks(name.start, name.end) => self.answer(Context::Member(shape.clone())),
            None if self.asks(name.start, name.end) => self.answer(self.expression(None)),
            _ => {}
        }
        if self.names.functions.contains_key(&text) {
            return self.own_call(receiver, name, &text, args);
        }
        if let Some(function) = Builtin::named(&text) {
            return self.builtin(receiver, name, function, args);
        }
        if self.language(name, VALUE_FUNCTIONS) && matches!(text.as_str(), "enligt" | "according_to") {
            let Some(reading) = self.reading_of(args) else { return Shape::Unknown };
            for arg in args.iter().skip(1) {
                match arg {
                    Tree::Map(map) => self.alternatives(map, &reading, |walker, value| {
                        walker.expr(value, None);
                    }),
                    other => drop(self.expr(other, None)),
                }
            }
            return Shape::Unknown;
        }
        args.iter().for_each(|arg| drop(self.expr(arg, None)));
        Shape::Unknown
    }

    /// Reads a call of a function of the files, and learns what its parameters are.
    pub(super) fn own_call(
        &mut self,
        receiver: Option<Shape>,
        name: Token,
        text: &str,
        args: &'a [Tree],
    ) -> Shape {
        self.add(name, Thing::Function(text.to_owned()), false);
        let first = usize::from(receiver.is_some());
        let mut shapes: Vec<Shape> = receiver.into_iter().collect();
        for (number, arg) in args.iter().enumerate() {
            let compared = self.called.get(text).and_then(|called| called.compared.get(&(number + first)));
            let expect = compared.cloned().map(Expect::Shape);
            shapes.push(self.expr(arg, expect.as_ref()));
        }
        let count = self.names.functions.get(text).and_then(|all| all.first()).map_or(0, |f| f.params.len());
        let called = self.called.entry(text.to_owned()).or_default();
        called.params.resize(count, Shape::Unknown);
        for (known, shape) in called.params.iter_mut().zip(shapes) {
            if *known == Shape::Unknown && shape != Shape::Unknown {
                *known = shape;
                self.changed = true;
            }
        }
        called.returns.clone().unwrap_or(Shape::Unknown)
    }

    /// Reads a call of a function or list method of the language.
    pub(super) fn builtin(
        &mut self,
        receiver: Option<Shape>,
        name: Token,
        function: Builtin,
        args: &'a [Tree],
    ) -> Shape {
        self.add(name, Thing::Builtin(function), false);
        let means = &function.row().means;
        match (means, args.first()) {
            (Means::Chosen, Some(_)) => {
                return self.reading_of(args).map_or(Shape::Unknown, Shape::Alternative);
            }
            (Means::InForce, Some(first)) => {
                self.expr(first, Some(&Expect::Declared(Word::Parameter)));
                args.iter().skip(1).for_each(|arg| drop(self.expr(arg, None)));
                return Shape::Unknown;
            }
            _ if !function.is_list_method() => {
                args.iter().for_each(|arg| drop(self.expr(arg, None)));
                return Shape::Unknown;
            }
            _ => {}
        }
        let (list, rest) = match receiver {
            Some(list) => (list, args),
            None => match args.split_first() {
                Some((first, rest)) => (self.expr(first, None), rest),
                None => return Shape::Unknown,
            },
        };
        let element = match &list {
            Shape::List(element) => (**element).clone(),
            _ => Shape::Unknown,
        };
        let mut part = Shape::Unknown;
        for arg in rest {
            let expect = matches!(means, Means::Contains).then(|| Expect::Shape(element.clone()));
            part = self.closure(arg, std::slice::from_ref(&element), expect.as_ref());
        }
        match means {
            Means::Filter => list,
            Means::Map => Shape::List(Box::new(part)),
            Means::Placed { .. } | Means::Dated { .. } => element,
            _ => Shape::Unknown,
        }
    }

    /// Reads operands with operators between them: a text beside `==`, `!=`, `in` or `??` is what its neighbour is.
    pub(super) fn row(
        &mut self,
        first: &'a Tree,
        rest: &'a [(Token, Tree)],
        expect: Option<&Expect>,
    ) -> Shape {
        let operands: Vec<&'a Tree> =
            std::iter::once(first).chain(rest.iter().map(|(_, tree)| tree)).collect();
        let operators: Vec<&str> = rest.iter().map(|(token, _)| token.text(self.text())).collect();
        let is_text = |tree: &Tree| matches!(tree, Tree::Text(_) | Tree::Nothing(..) | Tree::List(_));
        let mut shapes: Vec<Option<Shape>> = vec![None; operands.len()];
        for (shape, operand) in shapes.iter_mut().zip(&operands) {
            if !is_text(operand) {
                *shape = Some(self.expr(operand, None));
            }
        }
        for (number, operand) in operands.iter().enumerate() {
            if !is_text(operand) {
                continue;
            }
            let joins = |operator: Option<&&str>, right: bool| match operator {
                Some(&("==" | "!=" | "??")) => true,
                Some(&("in" | "!in")) => right,
                _ => false,
            };
            let before = number.checked_sub(1);
            let left =
                before.filter(|at| joins(operators.get(*at), true)).and_then(|at| shapes.get(at)?.clone());
            let right =
                joins(operators.get(number), false).then(|| shapes.get(number + 1)?.clone()).flatten();
            let beside = left.or(right).map(Expect::Shape);
            // In a pattern, `"a" | "b"`, each is what the whole should be.
            let is_pattern = operators.iter().all(|operator| *operator == "|");
            let expect = beside.as_ref().or(if is_pattern { expect } else { None });
            self.expr(operand, expect);
        }
        self.compared(&operands, &operators, &shapes);
        match operators.first() {
            Some(&"??") => shapes.into_iter().next().flatten().unwrap_or(Shape::Unknown),
            _ => Shape::Unknown,
        }
    }

    /// Remembers what a parameter is compared with: the texts that the function is called with are of that kind.
    pub(super) fn compared(&mut self, operands: &[&'a Tree], operators: &[&str], shapes: &[Option<Shape>]) {
        for (number, operator) in operators.iter().enumerate() {
            if !matches!(*operator, "==" | "!=") {
                continue;
            }
            for (one, other) in [(number, number + 1), (number + 1, number)] {
                let Some(Tree::Name(token)) = operands.get(one) else { continue };
                let Some(Some(shape @ (Shape::Code(..) | Shape::Alternative(_)))) = shapes.get(other) else {
                    continue;
                };
                let text = token.text(self.text());
                let bound = self.bound.iter().rev().find(|bound| bound.name == text);
                let Some((function, param)) = bound.and_then(|bound| bound.param.clone()) else { continue };
                let known = self.called.entry(function).or_default().compared.insert(param, shape.clone());
                self.changed |= known.as_ref() != Some(shape);
            }
        }
    }
}

fn shape_of(holds: &Holds, record: String, field: String) -> Shape {
    match holds {
        Holds::Codes(_) => Shape::Code(record, field),
        Holds::Records(inner) => Shape::List(Box::new(Shape::Row(inner.clone()))),
        Holds::ListOfCodes(_) => Shape::List(Box::new(Shape::Code(record, field))),
        Holds::Values => Shape::List(Box::new(Shape::Unknown)),
        Holds::Plain(_) | Holds::Unknown => Shape::Value(record, field),
    }
}
