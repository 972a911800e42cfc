//! The record layout as an Arrow schema.

use crate::data::schema::Schema;
use crate::language::types::{ColumnKind, Scalar};
use arrow_schema::{DataType, Field, Fields};

/// The precision of this crate's decimals, with half of the digits after the decimal point.
const DECIMAL: DataType = DataType::Decimal128(28, 14);

impl Schema {
    /// Returns a schema of record batches for such records, with the simplest type of each field; the
    /// [module](crate::arrow) lists the other accepted types. Only the key is not nullable.
    #[must_use]
    pub fn to_arrow(&self) -> arrow_schema::Schema {
        let key = self.layout().key_column();
        let fields = self.fields(0);
        let fields = fields.iter().enumerate();
        let fields = fields.map(|(number, field)| field.as_ref().clone().with_nullable(key != Some(number)));
        arrow_schema::Schema::new(fields.collect::<Vec<Field>>())
    }

    fn fields(&self, table: usize) -> Fields {
        let columns = self.layout().tables.get(table).map_or(&[][..], |table| &table.columns);
        columns.iter().map(|column| Field::new(&column.name, self.data_type(&column.kind), true)).collect()
    }

    fn data_type(&self, kind: &ColumnKind) -> DataType {
        match kind {
            ColumnKind::Scalar(scalar) => match scalar {
                Scalar::Key | Scalar::Code(_) | Scalar::Category | Scalar::Text => DataType::Utf8,
                Scalar::Date => DataType::Date32,
                Scalar::Bool => DataType::Boolean,
                Scalar::Int => DataType::Int64,
                Scalar::Decimal => DECIMAL,
            },
            ColumnKind::List(table) => {
                let elements = match self.layout().tables.get(*table) {
                    Some(bare) if bare.record.is_none() => {
                        bare.columns.first().map_or(DataType::Null, |column| self.data_type(&column.kind))
                    }
                    _ => DataType::Struct(self.fields(*table)),
                };
                DataType::List(Field::new_list_field(elements, true).into())
            }
        }
    }
}
